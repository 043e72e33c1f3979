import type { BackfillEvent, BackfillEventBody, ProgressPhase } from '../events.js'
import type { Limits } from '../options.js'
import type { Source } from '../source/source.js'
import type { Store } from '../store/store.js'
import { limitCalls } from './call-budget.js'
import { createEmitter } from './emitter.js'
import { forwardEvents } from './forward-events.js'
import { limitMonth } from './month-budget.js'
import { createProgress } from './progress.js'
import { limitTime } from './time-limit.js'
import { createUsageMeter } from './usage-meter.js'

export interface SessionOptions {
  readonly source: Source
  readonly store: Store
  readonly onEvent: ((event: BackfillEvent) => void) | undefined
  readonly firstPhase: ProgressPhase
  /** API calls that may be spent; undefined: as many as it takes. */
  readonly maxApiCalls?: number | undefined
  readonly limits: Limits
  readonly signal: AbortSignal | undefined
}

/** What run, verify and sync have in common while they last: their events, their progress, their calls. */
export interface Session {
  readonly emit: (event: BackfillEventBody) => void
  /** Aborted when the caller says so, or when the time is over. */
  readonly signal: AbortSignal | undefined
  /** API calls so far. */
  readonly calls: number
  /** From now on events and calls belong to this run. */
  beginRun(runId: string): void
  /** What the run has spent before it was resumed, against its budget. */
  spentBefore(calls: number): void
  /** Writes the calls that were counted to the ledger. */
  recordCalls(): Promise<void>
}

/** Sets up what the work needs, and takes it down in reverse order however the work ends. */
export async function withSession<T>(
  { source, store, onEvent, firstPhase, maxApiCalls, limits, signal }: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const time = limitTime(source, limits.maxDurationMs, signal)
  const budget = limitCalls(source, maxApiCalls)
  const month = limitMonth(source, store, limits.monthlyCallBudget)
  const emitter = createEmitter(onEvent)
  const stopForwarding = forwardEvents(source, emitter.emit)
  const meter = createUsageMeter(source, store, limits.monthlyCallBudget !== undefined)
  const progress = createProgress(emitter.emit, () => meter.calls, firstPhase)
  try {
    return await work({
      emit(event) {
        // The last number that a progress bar shows is the one that the run ends with.
        if (isLast(event)) progress.finish()
        emitter.emit(event)
        progress.observe(event)
        if (event.type === 'page.written') void meter.flush()
      },
      signal: time.signal,
      get calls() {
        return meter.calls
      },
      beginRun(runId) {
        emitter.setRunId(runId)
        meter.setRunId(runId)
      },
      spentBefore: (calls) => budget.spent(calls),
      recordCalls: () => meter.flush(true),
    })
  } finally {
    progress.stop()
    await meter.flush(true)
    meter.stop()
    stopForwarding()
    await month.stop()
    budget.stop()
    time.stop()
  }
}

function isLast({ type }: BackfillEventBody): boolean {
  return type === 'run.completed' || type === 'run.failed' || type === 'run.aborted'
}

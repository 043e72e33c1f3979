import { eventError, type BackfillEvent } from '../events.js'
import type { BackfillReport } from '../verdict/report.js'
import { retrying } from '../failure/retrying.js'
import type { TriggerClaim } from './claim.js'
import { settlementOf, type Settlement, type TriggerEnd } from './settlement.js'
import type { Trigger } from './trigger.js'
import type { TriggerEvent } from './trigger-event.js'
import { triggerTransitions } from '../ledger/trigger-state.js'

/** Runs one trigger: `(trigger, watch) => runBackfill({ ...trigger.request, source, store, onEvent: watch, signal })`. */
export type RunTrigger = (
  trigger: Trigger,
  /** Must be told the events of the run: a trigger remembers the run that it started. */
  watch: (event: BackfillEvent) => void,
) => Promise<BackfillReport>

export interface ClaimedRun {
  readonly run: RunTrigger
  readonly tell: (event: TriggerEvent) => void
  readonly signal: AbortSignal
}

/** What came of a trigger. Neither report nor error if its run had ended well before, and only that was not known. */
export interface TriggerOutcome {
  /** The trigger, as it was when it was claimed. */
  readonly trigger: Trigger
  /** What became of it: `complete`, `fail` or `interrupt`; an interrupted one is claimable again. */
  readonly step: Settlement['step']
  /** What its run reported; absent where the run threw. */
  readonly report?: BackfillReport | undefined
  /** What its run threw; absent where it reported. */
  readonly error?: unknown
}

/** Runs a claimed trigger and settles it. Throws only if it could not be settled: then it is seen as interrupted. */
export async function runClaimed(context: ClaimedRun, claim: TriggerClaim): Promise<TriggerOutcome> {
  const { trigger } = claim
  const { id, name, at: dueAt, localTime, attempts: attempt } = trigger
  context.tell({ type: 'trigger.claimed', id, name, dueAt, localTime, attempt })
  if (trigger.runStatus === 'green' || trigger.runStatus === 'yellow') {
    // It was cut short after the run's end: to run it again would read everything once more.
    await settle(context, claim, { step: 'complete', message: trigger.runStatus, runId: trigger.runId })
    return { trigger, step: 'complete' }
  }
  const started = watchStart(claim)
  const end = await endOf(context, trigger, started.watch)
  await started.stored()
  const settlement = settlementOf(end)
  const error = 'error' in end ? end.error : undefined
  await settle(context, claim, { ...settlement, runId: started.runId() ?? trigger.runId, error })
  return { trigger, step: settlement.step, ...end }
}

async function endOf(
  { run, signal }: ClaimedRun,
  trigger: Trigger,
  watch: (event: BackfillEvent) => void,
): Promise<TriggerEnd> {
  try {
    return { report: await run(trigger, watch) }
  } catch (error) {
    return { error, stopped: signal.aborted }
  }
}

function watchStart(claim: TriggerClaim): {
  readonly watch: (event: BackfillEvent) => void
  readonly runId: () => string | undefined
  readonly stored: () => Promise<void>
} {
  let runId: string | undefined
  let stored: Promise<void> = Promise.resolve()
  return {
    watch(event) {
      if (event.type !== 'run.started' || event.runId === undefined) return
      runId = event.runId
      // Without it a crash after the end of the run costs a second run, and loses nothing: no reason to stop this one.
      stored = claim.started(event.runId).catch(() => undefined)
    },
    runId: () => runId,
    stored: () => stored,
  }
}

interface SettledRun extends Settlement {
  readonly runId: string | undefined
  readonly error?: unknown
}

async function settle(
  { signal, tell }: ClaimedRun,
  claim: TriggerClaim,
  { step, message, runId, error }: SettledRun,
): Promise<void> {
  try {
    // A stop ends waiting, and this is a wait for a database only if it is away.
    if (signal.aborted) await claim[step](message)
    else
      await retrying(
        signal,
        () => claim[step](message),
        () => undefined,
      )
  } catch (failure) {
    await claim.abandon()
    throw failure
  }
  const state = triggerTransitions.running[step] ?? 'running'
  tell({
    type: 'trigger.settled',
    id: claim.trigger.id,
    state,
    message,
    runId,
    ...(error === undefined ? {} : { error: eventError(error, signal) }),
  })
}

import type { BackfillEventBody, ProgressPhase } from '../events.js'
import { recordsCounted } from '../store/records-counted.js'

export interface Progress {
  /** Feeds an event of the run. */
  observe(event: BackfillEventBody): void
  /** Says how far the run is at its end. */
  finish(): void
  stop(): void
}

const everyMs = 1000
/** Hosts take silence for a hang, so something is said this often even if nothing moved. */
const atLeastEveryMs = 15_000

/** Emits snapshots of the whole run, when records or calls have been added: at most one a second, at least one every 15 seconds. */
export function createProgress(
  emit: (event: BackfillEventBody) => void,
  apiCalls: () => number,
  firstPhase: ProgressPhase = 'plan',
): Progress {
  const started = Date.now()
  let phase = firstPhase
  let records = 0
  let expected = 0
  let changed = false
  let saidAt = 0
  let saidCalls = 0
  const isStale = (): boolean => changed || apiCalls() !== saidCalls
  const say = (): void => {
    changed = false
    saidAt = Date.now()
    saidCalls = apiCalls()
    emit({
      type: 'progress',
      phase,
      records,
      expected,
      apiCalls: saidCalls,
      elapsedMs: Date.now() - started,
    })
  }
  const timer = setInterval(() => {
    if (isStale() || Date.now() - saidAt >= atLeastEveryMs - everyMs) say()
  }, everyMs)
  timer.unref()
  return {
    observe(event) {
      if (event.type === 'plan.created') {
        phase = 'read'
        expected = Object.values(event.expected).reduce((total, rows) => total + rows, 0)
        records = Object.values(event.alreadyRead).reduce((total, rows) => total + rows, 0)
      } else if (event.type === 'page.written') {
        records += recordsCounted(event)
      } else if (event.type === 'proof.compared' || event.type === 'changes.applied') {
        phase = 'prove'
      } else return
      changed = true
    },
    finish() {
      if (isStale()) say()
    },
    stop: () => clearInterval(timer),
  }
}

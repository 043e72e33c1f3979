import { eventError } from '../events.js'
import { isRetryable } from '../failure/failure.js'
import { pause } from '../failure/pause.js'
import { runClaimed } from './run-claimed.js'
import { checkRunDueOptions, type RunDueOptions } from './run-due-options.js'
import type { Trigger } from './trigger.js'
import { tellSafely } from './trigger-event.js'

/** Somebody may add a trigger meanwhile, so the next instant is not waited for in one go. */
const pollMs = 5000
/** With the poll in between, less than the 15 seconds after which silence looks like death. */
const sayMs = 10_000
/** How long an interrupted trigger is left alone by the process that met what interrupted it. */
const restMs = 60_000

/**
 * Runs triggers when their instants come, until it is stopped. Outlasts a database that is away.
 *
 * @throws the signal's reason; the trigger that was running is interrupted.
 */
export async function waitForTriggers(options: RunDueOptions): Promise<never> {
  checkRunDueOptions(options)
  const { signal = new AbortController().signal } = options
  const tell = tellSafely(options.onEvent)
  const resting = new Map<string, number>()
  let saidAt = 0
  for (;;) {
    signal.throwIfAborted()
    try {
      if (await runOne(options, resting, signal)) continue
      const next = await nextOf(options)
      if (Date.now() - saidAt >= sayMs) {
        saidAt = Date.now()
        tell({
          type: 'trigger.waiting',
          next: next === undefined ? null : { id: next.id, at: next.at, localTime: next.localTime },
        })
      }
      await pause(untilDue(next), signal)
    } catch (error) {
      if (signal.aborted || !isRetryable(error)) throw error
      tell({ type: 'trigger.retried', waitMs: pollMs, error: eventError(error) })
      await pause(pollMs, signal)
    }
  }
}

async function runOne(
  { triggers, realmId, run, onEvent }: RunDueOptions,
  resting: Map<string, number>,
  signal: AbortSignal,
): Promise<boolean> {
  const except = [...resting].filter(([, until]) => until > Date.now()).map(([id]) => id)
  const claim = await triggers.claimDue({ realmId, except })
  if (claim === undefined) return false
  const outcome = await runClaimed({ run, tell: tellSafely(onEvent), signal }, claim)
  if (outcome.step === 'interrupt') resting.set(outcome.trigger.id, Date.now() + restMs)
  else resting.delete(outcome.trigger.id)
  return true
}

async function nextOf({ triggers, realmId }: RunDueOptions): Promise<Trigger | undefined> {
  return (await triggers.list({ realmId })).find((trigger) => trigger.state === 'pending')
}

/** The database's clock has the say about what is due; near the instant it is asked more often. */
function untilDue(next: Trigger | undefined): number {
  const ms = next === undefined ? pollMs : Date.parse(next.at) - Date.now()
  return Math.min(pollMs, Math.max(250, ms))
}

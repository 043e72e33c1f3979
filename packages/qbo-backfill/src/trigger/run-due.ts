import { pause } from '../failure/pause.js'
import type { TriggerClaim } from './claim.js'
import { runClaimed, type TriggerOutcome } from './run-claimed.js'
import { checkRunDueOptions, type RunDueOptions } from './run-due-options.js'
import { tellSafely } from './trigger-event.js'

/** A killed claimer's connection takes the server a moment to notice. */
const graceMs = 1500

/**
 * Runs the triggers of the realm that are due, one after the other, each at most once, and tells what came of them.
 * One that fails does not keep the next from running.
 *
 * @throws the signal's reason when it is stopped; the trigger that was running is interrupted.
 */
export async function runDueTriggers(options: RunDueOptions): Promise<readonly TriggerOutcome[]> {
  checkRunDueOptions(options)
  const { run, onEvent, signal = new AbortController().signal } = options
  const tell = tellSafely(onEvent)
  const outcomes: TriggerOutcome[] = []
  for (;;) {
    signal.throwIfAborted()
    const tried = outcomes.map((outcome) => outcome.trigger.id)
    const claim = await claimPatiently(options, tried, signal)
    if (claim === undefined) return outcomes
    outcomes.push(await runClaimed({ run, tell, signal }, claim))
  }
}

async function claimPatiently(
  { triggers, realmId }: RunDueOptions,
  tried: readonly string[],
  signal: AbortSignal,
): Promise<TriggerClaim | undefined> {
  const claim = await triggers.claimDue({ realmId, except: tried })
  if (claim !== undefined) return claim
  const claimed = (await triggers.list({ realmId })).filter((trigger) => trigger.state === 'running')
  if (claimed.length === 0) return undefined
  await pause(graceMs, signal)
  return triggers.claimDue({ realmId, except: tried })
}

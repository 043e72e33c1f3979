import type { EventError } from '../events.js'
import type { TriggerState } from './trigger-state.js'

/** What running triggers tells beside the events of the runs. Plain JSON. */
export type TriggerEvent =
  | {
      readonly type: 'trigger.claimed'
      readonly id: string
      readonly name: string | undefined
      readonly dueAt: string
      readonly localTime: string
      /** 1 at first, more after an interruption or a release. */
      readonly attempt: number
    }
  | {
      readonly type: 'trigger.settled'
      readonly id: string
      readonly state: TriggerState
      readonly message: string
      readonly runId: string | undefined
      readonly error?: EventError | undefined
    }
  /** Nothing is due. Said at least every 15 seconds. */
  | {
      readonly type: 'trigger.waiting'
      readonly next: { readonly id: string; readonly at: string; readonly localTime: string } | null
    }
  /** The database could not be asked what is due, and will be asked again. */
  | { readonly type: 'trigger.retried'; readonly waitMs: number; readonly error: EventError }

/** A listener that throws is warned about, and stops nothing. */
export function tellSafely(
  listener: ((event: TriggerEvent) => void) | undefined,
): (event: TriggerEvent) => void {
  return (event) => {
    try {
      listener?.(event)
    } catch (error) {
      process.emitWarning(`onEvent threw, and the triggers go on: ${String(error)}`, 'QboBackfillWarning')
    }
  }
}

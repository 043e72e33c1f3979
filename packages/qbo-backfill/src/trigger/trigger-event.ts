import type { EventError } from '../events.js'
import type { TriggerState } from '../ledger/trigger-state.js'

/** What running triggers tells beside the events of the runs. Plain JSON. */
export type TriggerEvent =
  | {
      /** A trigger is due, and this process runs it; the events of its run follow. */
      readonly type: 'trigger.claimed'
      /** The trigger. */
      readonly id: string
      /** What people call it. */
      readonly name: string | undefined
      /** When it was due: an ISO instant in UTC. */
      readonly dueAt: string
      /** The same on the clocks of its zone: `2024-01-14 21:00 America/Guayaquil`. */
      readonly localTime: string
      /** 1 at first, more after an interruption or a release. */
      readonly attempt: number
    }
  | {
      /** A trigger that was claimed has ended. */
      readonly type: 'trigger.settled'
      /** The trigger. */
      readonly id: string
      /** What it is now: completed, failed, or interrupted, which is claimable again. */
      readonly state: TriggerState
      /** Why, one sentence or a colour. */
      readonly message: string
      /** The run that it started; undefined if it came to none. */
      readonly runId: string | undefined
      /** What its run threw; absent where it reported. */
      readonly error?: EventError | undefined
    }
  | {
      /** Nothing is due. Said at least every 15 seconds. */
      readonly type: 'trigger.waiting'
      /** What will be due first; null if nothing waits. */
      readonly next: {
        /** The trigger. */
        readonly id: string
        /** When it is due: an ISO instant in UTC. */
        readonly at: string
        /** The same on the clocks of its zone. */
        readonly localTime: string
      } | null
    }
  | {
      /** The database could not be asked what is due, and will be asked again. */
      readonly type: 'trigger.retried'
      /** How long it waits before that, in milliseconds. */
      readonly waitMs: number
      /** Why. */
      readonly error: EventError
    }

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

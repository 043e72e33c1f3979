import { z } from 'zod'
import { validated } from '../validated.js'
import type { RunTrigger } from './run-claimed.js'
import type { TriggerEvent } from './trigger-event.js'
import type { Triggers } from './triggers.js'

/** Options of {@link runDueTriggers} and {@link waitForTriggers}. */
export interface RunDueOptions {
  /** Where the triggers are: `createTriggers({ db })`. */
  readonly triggers: Triggers
  /** The company whose triggers are run: digits. */
  readonly realmId: string
  /** Runs one: `({ request }, watch) => runBackfill({ ...request, source, store, onEvent: watch })`. */
  readonly run: RunTrigger
  /** Told what becomes of each trigger. One that throws is warned about and stops nothing. */
  readonly onEvent?: ((event: TriggerEvent) => void) | undefined
  /** Stops claiming, and the wait for what is due. Give the same signal to the run to stop that too. */
  readonly signal?: AbortSignal | undefined
}

const isFunction = (value: unknown): boolean => typeof value === 'function'

const schema = z.strictObject({
  triggers: z.custom<Triggers>(
    (value) => typeof (value as Triggers | null)?.claimDue === 'function',
    'needs triggers: createTriggers({ db })',
  ),
  realmId: z.string().min(1),
  run: z.custom<RunTrigger>(isFunction, 'must be a function'),
  onEvent: z.custom<(event: TriggerEvent) => void>(isFunction, 'must be a function').optional(),
  signal: z.instanceof(AbortSignal).optional(),
})

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` */
export function checkRunDueOptions(options: RunDueOptions): void {
  validated('the trigger runner', schema, options)
}

import { z } from 'zod'
import { validated } from '../validated.js'
import type { RunTrigger } from './run-claimed.js'
import type { TriggerEvent } from './trigger-event.js'
import type { Triggers } from './triggers.js'

export interface RunDueOptions {
  readonly triggers: Triggers
  readonly realmId: string
  readonly run: RunTrigger
  readonly onEvent?: ((event: TriggerEvent) => void) | undefined
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

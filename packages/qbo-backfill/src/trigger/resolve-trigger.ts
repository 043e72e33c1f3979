import { z } from 'zod'
import { entitiesOption, rangeOptions, resolveEntities, resolveRange, wrongWork } from '../options.js'
import { validated } from '../validated.js'
import type { NewTrigger, Trigger } from './trigger.js'
import { parseTriggerInstant, wrongInstant } from './trigger-time.js'

export interface ResolvedTrigger extends Pick<
  Trigger,
  'name' | 'realmId' | 'environment' | 'at' | 'request'
> {
  readonly runIfPast: boolean
}

const schema = z.strictObject({
  ...rangeOptions,
  realmId: z.string().regex(/^\d+$/u, 'must be the number of the company'),
  environment: z.enum(['production', 'sandbox']),
  at: z.string(),
  entities: entitiesOption,
  rawSchema: z.string().min(1).optional(),
  name: z.string().optional(),
  runIfPast: z.boolean().optional(),
})

/**
 * Validates a trigger when it is added, so that nothing is wrong with it when its hour comes.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong.
 */
export function resolveTrigger(trigger: NewTrigger): ResolvedTrigger {
  const beside = [...wrongWork(trigger), ...wrongInstant(trigger.at)]
  const value = validated('the trigger', schema, trigger, beside)
  const range = resolveRange(value)
  return {
    name: value.name,
    realmId: value.realmId,
    environment: value.environment,
    at: parseTriggerInstant(value.at),
    request: {
      entities: resolveEntities(value.entities).map((entity) => entity.name),
      from: range.from,
      to: range.to,
      window: value.window,
      timeZone: range.timeZone,
    },
    runIfPast: value.runIfPast ?? false,
  }
}

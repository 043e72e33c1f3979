import { z } from 'zod'
import { BackfillError } from '../errors.js'
import { resolveEntities, windowSizes } from '../options.js'
import type { WindowSize } from '../plan/civil-date.js'
import { parseRange } from '../plan/range.js'
import type { NewTrigger, Trigger } from './trigger.js'
import { parseTriggerInstant } from './trigger-time.js'

export interface ResolvedTrigger extends Pick<
  Trigger,
  'name' | 'realmId' | 'environment' | 'at' | 'request'
> {
  readonly runIfPast: boolean
}

const schema = z.strictObject({
  realmId: z.string().regex(/^\d+$/u, 'must be the number of the company'),
  environment: z.enum(['production', 'sandbox']),
  at: z.string(),
  entities: z.array(z.string()).min(1, 'names no entity'),
  from: z.string().optional(),
  to: z.string().optional(),
  fecha_inicio: z.string().optional(),
  fecha_fin: z.string().optional(),
  window: z.enum(windowSizes as [WindowSize, ...WindowSize[]]).optional(),
  timeZone: z.string().optional(),
  rawSchema: z.string().min(1).optional(),
  name: z.string().optional(),
  runIfPast: z.boolean().optional(),
})

/**
 * Validates a trigger when it is added, so that nothing is wrong with it when its hour comes.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function resolveTrigger(trigger: NewTrigger): ResolvedTrigger {
  const parsed = schema.safeParse(trigger)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'options'}: ${issue.message}`,
    )
    throw invalid(`The trigger is wrong. ${issues.join('; ')}.`)
  }
  const { data } = parsed
  const range = parseRange(
    bound('from', 'fecha_inicio', data.from, data.fecha_inicio),
    bound('to', 'fecha_fin', data.to, data.fecha_fin),
    data.timeZone ?? 'UTC',
  )
  return {
    name: data.name,
    realmId: data.realmId,
    environment: data.environment,
    at: parseTriggerInstant(data.at),
    request: {
      entities: resolveEntities(data.entities).map((entity) => entity.name),
      from: range.from,
      to: range.to,
      window: data.window,
      timeZone: range.timeZone,
    },
    runIfPast: data.runIfPast ?? false,
  }
}

function bound(name: string, alias: string, value: string | undefined, aliased: string | undefined): string {
  if (value !== undefined && aliased !== undefined)
    throw invalid(`"${name}" and "${alias}" are the same option; give one of them.`)
  const given = value ?? aliased
  if (given === undefined) throw invalid(`"${name}" (${alias}) is missing, for example 2024-01-01T00:00:00Z.`)
  return given
}

function invalid(message: string): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message)
}

import { entities as knownEntities, findEntity, type EntityDefinition } from 'qbo-client'
import { z } from 'zod'
import type { CustomCheck } from './checks/check-entities.js'
import { BackfillError } from './errors.js'
import type { BackfillEvent } from './events.js'
import type { WindowSize } from './plan/civil-date.js'
import { parseRange, type Range } from './plan/range.js'
import type { Source } from './source/source.js'
import type { PageSink } from './store/page-sink.js'
import type { BackfillStore } from './store/store.js'
import { validated } from './validated.js'

export interface BackfillOptions {
  /** Where records come from: `qboSource(client)`. */
  readonly source: Source
  /** Where rows and state go: `postgresStore({ db, sink })`. */
  readonly store: BackfillStore
  /** Entity names in any case, singular or plural: `['customers', 'Invoice']`. */
  readonly entities: readonly string[]
  /** Start of the range, included: an instant (`2024-01-01T00:00:00Z`) or a date, which is midnight in `timeZone`. */
  readonly from?: string | undefined
  /** End of the range, not included. */
  readonly to?: string | undefined
  /** The same as `from`. */
  readonly fecha_inicio?: string | undefined
  /** The same as `to`. */
  readonly fecha_fin?: string | undefined
  /** Size of the windows that rows are attributed to. @defaultValue `day` for transactions, `range` for the others */
  readonly window?: WindowSize | undefined
  /** IANA zone of bare dates and of calendar windows. @defaultValue `UTC` */
  readonly timeZone?: string | undefined
  /** How long to wait for a realm that somebody else is running. @defaultValue 0: fail at once */
  readonly waitForLeaseMs?: number | undefined
  /** API calls that the run may spend, retries and resumes included. @defaultValue no limit */
  readonly maxApiCalls?: number | undefined
  /** A second place for every record, which gets each page before `store` commits it. */
  readonly pageSink?: PageSink | undefined
  /** Checks of your own, asked once an entity after the proof. */
  readonly checks?: readonly CustomCheck[] | undefined
  /** A listener that throws does not stop the run. */
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined
  /**
   * Stops the run; its place is saved, and the same call resumes it. What the database is doing is waited for, however
   * long that takes: the command line gives it four seconds and ends.
   */
  readonly signal?: AbortSignal | undefined
}

export interface ResolvedBackfillOptions {
  readonly source: Source
  readonly store: BackfillStore
  readonly entities: readonly EntityDefinition[]
  readonly range: Range
  readonly windowSize: WindowSize | undefined
  readonly waitForLeaseMs: number
  readonly maxApiCalls: number | undefined
  readonly pageSink: PageSink | undefined
  readonly checks: readonly CustomCheck[]
  readonly onEvent: ((event: BackfillEvent) => void) | undefined
  readonly signal: AbortSignal | undefined
}

export const windowSizes: readonly WindowSize[] = ['day', 'week', 'month', 'quarter', 'year', 'range']

interface SharedOptions {
  readonly source: z.ZodType<Source>
  readonly store: z.ZodType<BackfillStore>
  readonly onEvent: z.ZodOptional<z.ZodType<(event: BackfillEvent) => void>>
  readonly signal: z.ZodOptional<z.ZodType<AbortSignal>>
}

/** What every call of the engine takes, whatever it does. */
export const sharedOptions: SharedOptions = {
  source: z.custom<Source>(
    (value) => typeof value === 'object' && value !== null,
    'needs a source: qboSource(client)',
  ),
  store: z.custom<BackfillStore>(
    (value) => typeof value === 'object' && value !== null,
    'needs a store: postgresStore({ db, sink })',
  ),
  onEvent: z.custom<(event: BackfillEvent) => void>((value) => typeof value === 'function').optional(),
  signal: z.instanceof(AbortSignal).optional(),
}

interface RangeOptions {
  readonly from: z.ZodOptional<z.ZodString>
  readonly to: z.ZodOptional<z.ZodString>
  readonly fecha_inicio: z.ZodOptional<z.ZodString>
  readonly fecha_fin: z.ZodOptional<z.ZodString>
  readonly window: z.ZodOptional<z.ZodType<WindowSize>>
  readonly timeZone: z.ZodOptional<z.ZodString>
}

/** A sink of the caller's own. */
export const pageSinkOption: z.ZodOptional<z.ZodType<PageSink>> = z
  .custom<PageSink>(
    (value) => typeof (value as PageSink | null)?.write === 'function',
    'needs a function write(page, { signal })',
  )
  .optional()

/** A range, and how it is cut. */
export const rangeOptions: RangeOptions = {
  from: z.string().optional(),
  to: z.string().optional(),
  fecha_inicio: z.string().optional(),
  fecha_fin: z.string().optional(),
  window: z.enum(windowSizes as [WindowSize, ...WindowSize[]]).optional(),
  timeZone: z.string().optional(),
}

const schema = z.strictObject({
  ...sharedOptions,
  ...rangeOptions,
  entities: z.array(z.string()).min(1, 'names no entity'),
  waitForLeaseMs: z.number().min(0).optional(),
  maxApiCalls: z.int().min(1).optional(),
  pageSink: pageSinkOption,
  checks: z
    .array(z.custom<CustomCheck>((value) => typeof (value as CustomCheck | null)?.check === 'function'))
    .optional(),
})

/**
 * Validates the options once, at the border.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong.
 */
export function resolveOptions(options: BackfillOptions): ResolvedBackfillOptions {
  const value = validated('the backfill', schema, options)
  return {
    source: value.source,
    store: value.store,
    entities: resolveEntities(value.entities),
    range: resolveRange(value),
    windowSize: value.window,
    waitForLeaseMs: value.waitForLeaseMs ?? 0,
    maxApiCalls: value.maxApiCalls,
    pageSink: value.pageSink,
    checks: value.checks ?? [],
    onEvent: value.onEvent,
    signal: value.signal,
  }
}

/** The range by either of its names. */
export function resolveRange(given: {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly fecha_inicio?: string | undefined
  readonly fecha_fin?: string | undefined
  readonly timeZone?: string | undefined
}): Range {
  const from = one('from', 'fecha_inicio', given.from, given.fecha_inicio)
  const to = one('to', 'fecha_fin', given.to, given.fecha_fin)
  return parseRange(from, to, given.timeZone ?? 'UTC')
}

/** Entities by any of their names, each once, in the order given. */
export function resolveEntities(names: readonly string[]): readonly EntityDefinition[] {
  const found = new Map<string, EntityDefinition>()
  const unknown: string[] = []
  for (const name of names.map((given) => given.trim()).filter((given) => given !== '')) {
    const entity = findEntity(name)
    if (entity === undefined) unknown.push(name)
    else found.set(entity.name, entity)
  }
  if (unknown.length > 0) {
    const known = knownEntities.map((entity) => entity.plural).join(', ')
    throw new BackfillError(
      'BACKFILL_INVALID_OPTIONS',
      `Unknown entity: ${unknown.join(', ')}. Known: ${known}.`,
    )
  }
  if (found.size === 0)
    throw new BackfillError('BACKFILL_INVALID_OPTIONS', 'No entity is named. Try customers,items,invoices.')
  return [...found.values()]
}

function one(name: string, alias: string, value: string | undefined, aliased: string | undefined): string {
  if (value !== undefined && aliased !== undefined) {
    throw new BackfillError(
      'BACKFILL_INVALID_OPTIONS',
      `"${name}" and "${alias}" are the same option; give one of them.`,
    )
  }
  const given = value ?? aliased
  if (given !== undefined) return given
  throw new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    `"${name}" (${alias}) is missing, for example 2024-01-01T00:00:00Z.`,
  )
}

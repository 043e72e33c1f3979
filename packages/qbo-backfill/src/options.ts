import {
  entities as knownEntities,
  findEntity,
  type EntityDefinition,
  type EntityName,
  type EntityPlural,
} from 'qbo-client'
import { z } from 'zod'
import { refused, type WrongOption } from './errors.js'
import type { BackfillEvent } from './events.js'
import type { Words } from './language.js'
import { usualStreams } from './plan/cut.js'
import { windowSizes, type WindowSize } from './plan/civil-date.js'
import { isRange, readRange, type GivenRange, type Range } from './plan/range.js'
import { estimateWindows } from './plan/window.js'
import type { Source } from './source/source.js'
import type { PageSink } from './store/page-sink.js'
import { openedStore, type BackfillStore, type Store } from './store/store.js'
import { suggestion } from './suggestion.js'
import { validated } from './validated.js'
import type { CustomCheck } from './verdict/custom-check.js'

/** Words for several entities. What a company's plan lacks is left out with a notice, as of any other list. */
export type EntityGroup = 'all' | 'transactions' | 'lists'

/**
 * An entity by QuickBooks' own name (`Invoice`) or by its plural (`invoices`, `sales_receipts`), or a word for several. Words
 * in any other spelling, from a file or a form, go through `entityNames` first.
 */
export type EntityWord = EntityName | EntityPlural | EntityGroup

/** Where a range starts, included: an instant (`2024-01-01T00:00:00Z`) or a date, which is midnight in `timeZone`. */
type RangeStart =
  | {
      /** The same as `from`. */
      readonly fecha_inicio: string
      readonly from?: undefined
    }
  | {
      /** Start of the range, included: an instant (`2024-01-01T00:00:00Z`) or a date, which is midnight in `timeZone`. */
      readonly from: string
      readonly fecha_inicio?: undefined
    }

/** Where a range ends, not included, in the same forms. */
type RangeEnd =
  | {
      /** The same as `to`. */
      readonly fecha_fin: string
      readonly to?: undefined
    }
  | {
      /** End of the range, not included: an instant (`2025-01-01T00:00:00Z`) or a date, which is midnight in `timeZone`. */
      readonly to: string
      readonly fecha_fin?: undefined
    }

/** A range that has both of its ends, each by one of its names: without one a call does not compile. */
export type AskedRange = RangeStart & RangeEnd

/** What `runBackfill` is asked to do, beside its range. */
export interface BackfillWork extends LimitOptions {
  /** Where records come from: a client of `createQboClient`, or a door of your own before it. */
  readonly source: Source
  /** Where rows and state go: `postgresStore({ db })`. */
  readonly store: BackfillStore
  /** What to read: `['customers', 'Invoice']`, or `['all']`. Words in any spelling: `entityNames(words)`. */
  readonly entities: readonly EntityWord[]
  /** Size of the windows that rows are attributed to. @defaultValue `day` for transactions, `range` for the others */
  readonly window?: WindowSize | undefined
  /** IANA zone of bare dates and of calendar windows. @defaultValue `UTC` */
  readonly timeZone?: string | undefined
  /** How long to wait for a realm that somebody else is running. @defaultValue 0: fail at once */
  readonly waitForLeaseMs?: number | undefined
  /** API calls that the run may spend, retries and resumes included. @defaultValue no limit */
  readonly maxApiCalls?: number | undefined
  /**
   * Pages under way at once, of all entities together, from 1 to 10: Intuit allows a company ten requests in flight. Each
   * takes about 10 MB of memory.
   * @defaultValue 10
   */
  readonly concurrency?: number | undefined
  /** A second place for every record, which gets each page before `store` commits it. */
  readonly pageSink?: PageSink | undefined
  /** Checks of your own, asked once an entity after the proof. */
  readonly checks?: readonly CustomCheck[] | undefined
  /**
   * Whether QuickBooks' own reports are asked after the proof, as a second witness beside its queries: a call for each type
   * of transaction, and one for each 64,000 rows of it.
   *
   * @defaultValue `true`
   */
  readonly witness?: boolean | undefined
  /** A listener that throws does not stop the run. */
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined
  /**
   * Stops the run; its place is saved, and the same call resumes it. What the database is doing is waited for, however
   * long that takes: the command line gives it four seconds and ends.
   */
  readonly signal?: AbortSignal | undefined
}

/**
 * Options of {@link runBackfill}: what to read, from where, to where, and the range.
 *
 * @example
 * const options: BackfillOptions = {
 *   source: client,
 *   store: postgresStore({ db }),
 *   entities: ['customers', 'items', 'invoices'],
 *   from: '2000-01-01',
 *   to: '2026-01-01',
 *   timeZone: 'America/Guayaquil',
 * }
 */
export type BackfillOptions = BackfillWork & AskedRange

export interface ResolvedBackfillOptions {
  readonly source: Source
  readonly store: Store
  readonly entities: readonly EntityDefinition[]
  readonly range: Range
  readonly windowSize: WindowSize | undefined
  readonly waitForLeaseMs: number
  readonly maxApiCalls: number | undefined
  readonly limits: Limits
  readonly concurrency: number
  readonly pageSink: PageSink | undefined
  readonly checks: readonly CustomCheck[]
  readonly witness: boolean
  readonly onEvent: ((event: BackfillEvent) => void) | undefined
  readonly signal: AbortSignal | undefined
}

/** What every call of the engine may be limited by. */
export interface LimitOptions {
  /**
   * API calls that the app (its client id) may spend in a calendar month of Intuit's (Pacific time), over all companies and
   * processes that share the database: whoever would go over it ends with `BACKFILL_BUDGET_SPENT` and `resumeAfter`. Every
   * attempt counts. Give all processes the same.
   *
   * @defaultValue no limit
   */
  readonly monthlyCallBudget?: number | undefined
  /**
   * Milliseconds after which no further request begins: for hosts whose steps are short. What is under way gets five seconds
   * more; then it ends with `BACKFILL_TIME_SPENT`.
   *
   * @defaultValue no limit
   */
  readonly maxDurationMs?: number | undefined
}

/** What the caller allows any work; undefined: as much as it takes. */
export interface Limits {
  /** API calls of the app in a month, over all companies and processes that share the database. */
  readonly monthlyCallBudget: number | undefined
  /** Milliseconds. */
  readonly maxDurationMs: number | undefined
}

interface SharedOptions {
  readonly monthlyCallBudget: z.ZodOptional<z.ZodInt>
  readonly maxDurationMs: z.ZodOptional<z.ZodInt>
  readonly source: z.ZodType<Source>
  readonly store: z.ZodType<Store>
  readonly onEvent: z.ZodOptional<z.ZodType<(event: BackfillEvent) => void>>
  readonly signal: z.ZodOptional<z.ZodType<AbortSignal>>
}

/** What every call of the engine takes, whatever it does. */
export const sharedOptions: SharedOptions = {
  monthlyCallBudget: z.int().min(1).optional(),
  // The longest that a timer waits.
  maxDurationMs: z.int().min(1).max(2_147_000_000).optional(),
  source: z.custom<Source>(
    (value) => typeof (value as Source | null)?.scan === 'function',
    'needs a source: a client of createQboClient',
  ),
  store: z
    .unknown()
    .transform(openedStore)
    .refine(
      (store) => store !== undefined,
      'needs a store: postgresStore({ db }), which makes its sink itself',
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
  window: z.enum(windowSizes).optional(),
  timeZone: z.string().optional(),
}

/** Entities by any of their names. */
export const entitiesOption: z.ZodType<readonly string[]> = z
  .array(z.string().refine(isEntityWord, { error: ({ input }) => unknownEntity(String(input)).en }))
  .min(1, 'names no entity')

/** A check without a name could not be told from others in the report. */
function isCustomCheck(value: unknown): boolean {
  const { name, check } = (value ?? {}) as Partial<CustomCheck>
  return typeof check === 'function' && typeof name === 'string' && name !== ''
}

const schema = z.strictObject({
  ...sharedOptions,
  ...rangeOptions,
  entities: entitiesOption,
  waitForLeaseMs: z.number().min(0).optional(),
  maxApiCalls: z.int().min(1).optional(),
  concurrency: z.int().min(1).max(usualStreams).optional(),
  pageSink: pageSinkOption,
  checks: z
    .array(z.custom<CustomCheck>(isCustomCheck, 'needs a name and a function check(question)'))
    .optional(),
  witness: z.boolean().optional(),
})

/**
 * Validates the options once, at the border.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong.
 */
export function resolveOptions(options: BackfillOptions): ResolvedBackfillOptions {
  const value = validated('the backfill', schema, options, wrongWork(options))
  return {
    source: value.source,
    store: value.store,
    entities: resolveEntities(value.entities),
    range: resolveRange(value),
    windowSize: value.window,
    waitForLeaseMs: value.waitForLeaseMs ?? 0,
    maxApiCalls: value.maxApiCalls,
    limits: resolveLimits(value),
    concurrency: value.concurrency ?? usualStreams,
    pageSink: value.pageSink,
    checks: value.checks ?? [],
    witness: value.witness ?? true,
    onEvent: value.onEvent,
    signal: value.signal,
  }
}

/** What is not said is not limited. */
export function resolveLimits({ monthlyCallBudget, maxDurationMs }: LimitOptions): Limits {
  return { monthlyCallBudget, maxDurationMs }
}

/** Days of 136 years. A range with more of them has an end that means no end. */
const mostWindows = 50_000

/** The words for entities and the range, as nobody has looked at them yet. */
interface GivenWork extends GivenRange {
  readonly entities?: unknown
  readonly window?: unknown
}

/** The range by either of its names. @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` */
export function resolveRange(given: GivenWork): Range {
  const range = readRange(given)
  const wrong = isRange(range) ? tooLong(range, given) : range
  if (isRange(range) && wrong.length === 0) return range
  throw refused(wrong)
}

/** What is wrong with the entities and the range that options name, beside what a schema sees. */
export function wrongWork(options: unknown): readonly WrongOption[] {
  const given = (options ?? {}) as GivenWork
  const range = readRange(given)
  return [...wrongEntities(wordsOf(given)), ...(isRange(range) ? tooLong(range, given) : range)]
}

/** What is no list of texts is for a schema to tell. */
function wordsOf({ entities }: GivenWork): readonly string[] {
  return Array.isArray(entities) ? entities.filter((word) => typeof word === 'string') : []
}

function tooLong(range: Range, given: GivenWork): readonly WrongOption[] {
  const isDated = wordsOf(given)
    .flatMap(entitiesNamed)
    .some(({ strategy }) => strategy === 'transaction')
  const size = windowSizes.find((known) => known === given.window) ?? (isDated ? 'day' : 'range')
  const windows = estimateWindows(range, size)
  if (windows <= mostWindows) return []
  const message = `From ${range.from} to ${range.to} would be about ${windows} windows of a ${size}; ${mostWindows} are the most. Choose an earlier end, or larger windows: year, or range`
  return [
    {
      path: 'window',
      message,
      en: `The range is too long: window: ${message}.`,
      es: `El período es demasiado largo: de ${range.from} a ${range.to} serían unas ${windows} ventanas (--window ${size}); como máximo pueden ser ${mostWindows}. Elija un final anterior, o ventanas más grandes: --window year, o range.`,
    },
  ]
}

const groups: Readonly<Record<EntityGroup, (entity: EntityDefinition) => boolean>> = {
  all: () => true,
  transactions: ({ dateField }) => dateField !== undefined,
  lists: ({ dateField }) => dateField === undefined,
}

function isGroup(word: string): word is EntityGroup {
  return Object.hasOwn(groups, word)
}

/** Entities by any of their names, or by a word for several: `all`, `transactions`, `lists`. Each once, in the order given. */
export function resolveEntities(names: readonly string[]): readonly EntityDefinition[] {
  const wrong = wrongEntities(names)
  if (wrong.length > 0) throw refused(wrong)
  return [...new Set(names.flatMap(entitiesNamed))]
}

function wrongEntities(names: readonly string[]): readonly WrongOption[] {
  const unknown = names.flatMap((name, index) =>
    isEntityWord(name) ? [] : [{ path: `entities[${index}]`, ...unknownEntity(name) }],
  )
  if (unknown.length > 0 || names.flatMap(entitiesNamed).length > 0) return unknown
  return [
    {
      path: 'entities',
      message: 'names no entity',
      en: 'No entity is named. Try customers,items,invoices.',
      es: 'No se indica ninguna entidad. Pruebe con customers,items,invoices.',
    },
  ]
}

/**
 * The entities that words mean, in whatever spelling they come from a file, a form or an environment: `sales receipts`,
 * `INVOICE`, `lists`. Each once, in the order given, by QuickBooks' own name.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for a word that means none, with the one that was probably meant.
 *
 * @example
 * const entities = entityNames((process.env['ENTITIES'] ?? 'all').split(','))
 */
export function entityNames(words: readonly string[]): readonly EntityName[] {
  return resolveEntities(words).map(({ name }) => name)
}

function entitiesNamed(word: string): readonly EntityDefinition[] {
  const group = word.trim().toLowerCase()
  if (isGroup(group)) return knownEntities.filter(groups[group])
  const entity = findEntity(word.trim())
  return entity === undefined ? [] : [entity]
}

/** What is blank names nothing, and is passed over. */
function isEntityWord(word: string): boolean {
  return word.trim() === '' || entitiesNamed(word).length > 0
}

function unknownEntity(word: string): Words {
  const plurals = knownEntities.map(({ plural }) => plural)
  const known = [...Object.keys(groups), ...plurals]
  const meant = suggestion(word, [...known, ...knownEntities.map(({ name }) => name)])
  return meant === undefined
    ? {
        en: `Unknown entity: ${word}, which is none of ${known.join(', ')}`,
        es: `No se conoce la entidad ${word}; existen ${known.join(', ')}`,
      }
    : {
        en: `Unknown entity: ${word}; did you mean ${meant}?`,
        es: `No se conoce la entidad ${word}; ¿quiso decir ${meant}?`,
      }
}

import type { EntityDefinition } from 'qbo-client'
import { z } from 'zod'
import type { BackfillEvent } from '../events.js'
import {
  type AskedRange,
  entitiesOption,
  type EntityWord,
  type LimitOptions,
  type Limits,
  rangeOptions,
  resolveEntities,
  resolveLimits,
  resolveRange,
  sharedOptions,
  wrongWork,
} from '../options.js'
import { validated } from '../validated.js'
import type { WindowSize } from '../plan/civil-date.js'
import type { Range } from '../plan/range.js'
import type { Source } from '../source/source.js'
import type { BackfillStore, Store } from '../store/store.js'

/** What `verifyBackfill` is asked to do, beside its range. */
export interface VerifyWork extends LimitOptions {
  /** Where records come from: a client of `createQboClient`. */
  readonly source: Source
  /** Where the rows are: `postgresStore({ db })`. Nothing is written to the raw tables. */
  readonly store: BackfillStore
  /** What to look at: `['customers', 'Invoice']`, or `['all']`. Finished runs must cover the range, one or several together. */
  readonly entities: readonly EntityWord[]
  /** Windows in which differences are told. @defaultValue those of the finished run */
  readonly window?: WindowSize | undefined
  /** IANA zone of bare dates and of calendar windows. @defaultValue `UTC` */
  readonly timeZone?: string | undefined
  /** So many records of each entity, chosen by chance, are read again and compared in full. @defaultValue 0 */
  readonly deep?: number | undefined
  /** Whether QuickBooks' own reports are asked too: a call for each type of transaction. @defaultValue `true` */
  readonly witness?: boolean | undefined
  /** A listener that throws does not stop the verification. */
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined
  /** Stops the verification, which then throws the signal's reason. Nothing needs to be saved. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Options of {@link verifyBackfill}: what to look at, and the range.
 *
 * @example
 * const options: VerifyOptions = { source: client, store, entities: ['invoices'], from: '2024-01-01', to: '2025-01-01' }
 */
export type VerifyOptions = VerifyWork & AskedRange

export interface ResolvedVerifyOptions {
  readonly source: Source
  readonly store: Store
  readonly entities: readonly EntityDefinition[]
  readonly range: Range
  readonly windowSize: WindowSize | undefined
  readonly deep: number
  readonly witness: boolean
  readonly limits: Limits
  readonly onEvent: ((event: BackfillEvent) => void) | undefined
  readonly signal: AbortSignal
}

const schema = z.strictObject({
  ...sharedOptions,
  ...rangeOptions,
  entities: entitiesOption,
  deep: z.int().min(0).optional(),
  witness: z.boolean().optional(),
})

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong. */
export function resolveVerifyOptions(options: VerifyOptions): ResolvedVerifyOptions {
  const value = validated('the verification', schema, options, wrongWork(options))
  return {
    source: value.source,
    store: value.store,
    entities: resolveEntities(value.entities),
    range: resolveRange(value),
    windowSize: value.window,
    deep: value.deep ?? 0,
    witness: value.witness ?? true,
    limits: resolveLimits(value),
    onEvent: value.onEvent,
    signal: value.signal ?? new AbortController().signal,
  }
}

import type { EntityDefinition } from 'qbo-client'
import { z } from 'zod'
import type { BackfillEvent } from '../events.js'
import { rangeOptions, resolveEntities, resolveRange, sharedOptions } from '../options.js'
import { validated } from '../validated.js'
import type { WindowSize } from '../plan/civil-date.js'
import type { Range } from '../plan/range.js'
import type { Source } from '../source/source.js'
import type { BackfillStore } from '../store/store.js'

export interface VerifyOptions {
  /** Where records come from: `qboSource(client)`. */
  readonly source: Source
  /** Where the rows are: `postgresStore({ db, sink })`. Nothing is written to the raw tables. */
  readonly store: BackfillStore
  /** Entity names in any case, singular or plural: `['customers', 'Invoice']`. */
  readonly entities: readonly string[]
  /** Start of the range, included. Finished runs must cover the range, one or several together. */
  readonly from?: string | undefined
  /** End of the range, not included. */
  readonly to?: string | undefined
  /** The same as `from`. */
  readonly fecha_inicio?: string | undefined
  /** The same as `to`. */
  readonly fecha_fin?: string | undefined
  /** Windows in which differences are told. @defaultValue those of the finished run */
  readonly window?: WindowSize | undefined
  /** IANA zone of bare dates and of calendar windows. @defaultValue `UTC` */
  readonly timeZone?: string | undefined
  /** So many records of each entity, chosen by chance, are read again and compared in full. @defaultValue 0 */
  readonly deep?: number | undefined
  /** A listener that throws does not stop the verification. */
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ResolvedVerifyOptions {
  readonly source: Source
  readonly store: BackfillStore
  readonly entities: readonly EntityDefinition[]
  readonly range: Range
  readonly windowSize: WindowSize | undefined
  readonly deep: number
  readonly onEvent: ((event: BackfillEvent) => void) | undefined
  readonly signal: AbortSignal
}

const schema = z.strictObject({
  ...sharedOptions,
  ...rangeOptions,
  entities: z.array(z.string()).min(1, 'names no entity'),
  deep: z.int().min(0).optional(),
})

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong. */
export function resolveVerifyOptions(options: VerifyOptions): ResolvedVerifyOptions {
  const value = validated('the verification', schema, options)
  return {
    source: value.source,
    store: value.store,
    entities: resolveEntities(value.entities),
    range: resolveRange(value),
    windowSize: value.window,
    deep: value.deep ?? 0,
    onEvent: value.onEvent,
    signal: value.signal ?? new AbortController().signal,
  }
}

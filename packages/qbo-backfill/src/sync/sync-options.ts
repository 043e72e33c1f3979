import type { EntityDefinition } from 'qbo-client'
import { z } from 'zod'
import type { BackfillEvent } from '../events.js'
import {
  entitiesOption,
  type EntityWord,
  type LimitOptions,
  type Limits,
  pageSinkOption,
  resolveEntities,
  resolveLimits,
  sharedOptions,
} from '../options.js'
import { validated } from '../validated.js'
import type { Source } from '../source/source.js'
import type { PageSink } from '../store/page-sink.js'
import type { BackfillStore, Store } from '../store/store.js'

/** Options of {@link syncChanges}. */
export interface SyncOptions extends LimitOptions {
  /** Where records come from: a client of `createQboClient`. */
  readonly source: Source
  /** Where rows and state go: `postgresStore({ db })`. */
  readonly store: BackfillStore
  /** What to bring up to date: `['customers', 'Invoice']`. @defaultValue all that a finished run has loaded */
  readonly entities?: readonly EntityWord[] | undefined
  /** How long to wait for a realm that somebody else is running. @defaultValue 0: fail at once */
  readonly waitForLeaseMs?: number | undefined
  /** A second place for every record, which gets what changed before `store` commits it. */
  readonly pageSink?: PageSink | undefined
  /**
   * Whether all that is loaded is held against QuickBooks' own reports, which finds deletions however old. By itself a sync
   * does so where change data capture cannot know them; `false` has it look rows up by Id instead, some thousand a sync.
   */
  readonly sweep?: boolean | undefined
  /** A listener that throws does not stop the sync. */
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined
  /** Stops the sync; what is committed stays, and the next one goes on from there. */
  readonly signal?: AbortSignal | undefined
}

export interface ResolvedSyncOptions {
  readonly source: Source
  readonly store: Store
  /** Undefined: all that a finished run has loaded. */
  readonly entities: readonly EntityDefinition[] | undefined
  readonly waitForLeaseMs: number
  readonly pageSink: PageSink | undefined
  readonly sweep: boolean | undefined
  readonly limits: Limits
  readonly onEvent: ((event: BackfillEvent) => void) | undefined
  readonly signal: AbortSignal
}

const schema = z.strictObject({
  ...sharedOptions,
  entities: entitiesOption.optional(),
  waitForLeaseMs: z.number().min(0).optional(),
  pageSink: pageSinkOption,
  sweep: z.boolean().optional(),
})

/** @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`, naming everything that is wrong. */
export function resolveSyncOptions(options: SyncOptions): ResolvedSyncOptions {
  const value = validated('the sync', schema, options)
  return {
    source: value.source,
    store: value.store,
    entities: value.entities === undefined ? undefined : resolveEntities(value.entities),
    waitForLeaseMs: value.waitForLeaseMs ?? 0,
    pageSink: value.pageSink,
    sweep: value.sweep,
    limits: resolveLimits(value),
    onEvent: value.onEvent,
    signal: value.signal ?? new AbortController().signal,
  }
}

import type { EntityDefinition } from 'qbo-client'
import { z } from 'zod'
import type { BackfillEvent } from '../events.js'
import { pageSinkOption, resolveEntities, sharedOptions } from '../options.js'
import { validated } from '../validated.js'
import type { Source } from '../source/source.js'
import type { PageSink } from '../store/page-sink.js'
import type { BackfillStore } from '../store/store.js'

export interface SyncOptions {
  /** Where records come from: `qboSource(client)`. */
  readonly source: Source
  /** Where rows and state go: `postgresStore({ db, sink })`. */
  readonly store: BackfillStore
  /** Entity names in any case, singular or plural. @defaultValue all that a finished run has loaded */
  readonly entities?: readonly string[] | undefined
  /** How long to wait for a realm that somebody else is running. @defaultValue 0: fail at once */
  readonly waitForLeaseMs?: number | undefined
  /** A second place for every record, which gets what changed before `store` commits it. */
  readonly pageSink?: PageSink | undefined
  /** A listener that throws does not stop the sync. */
  readonly onEvent?: ((event: BackfillEvent) => void) | undefined
  /** Stops the sync; what is committed stays, and the next one goes on from there. */
  readonly signal?: AbortSignal | undefined
}

export interface ResolvedSyncOptions {
  readonly source: Source
  readonly store: BackfillStore
  /** Undefined: all that a finished run has loaded. */
  readonly entities: readonly EntityDefinition[] | undefined
  readonly waitForLeaseMs: number
  readonly pageSink: PageSink | undefined
  readonly onEvent: ((event: BackfillEvent) => void) | undefined
  readonly signal: AbortSignal
}

const schema = z.strictObject({
  ...sharedOptions,
  entities: z.array(z.string()).min(1, 'names no entity').optional(),
  waitForLeaseMs: z.number().min(0).optional(),
  pageSink: pageSinkOption,
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
    onEvent: value.onEvent,
    signal: value.signal ?? new AbortController().signal,
  }
}

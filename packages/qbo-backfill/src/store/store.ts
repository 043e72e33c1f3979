import type { Lease, LeaseRequest } from '../ledger/lease.js'
import type { MonthCalls } from '../ledger/month-calls.js'
import type { StoredRun } from '../ledger/runs.js'
import type { UsageLedger } from '../ledger/usage.js'
import type { RejectStore } from './reject-store.js'
import type { RowStore } from './row-store.js'
import type { RunStore } from './run-store.js'
import type { SegmentStore } from './segment-store.js'
import type { SyncStore } from './sync-store.js'

declare const made: unique symbol

/**
 * Where rows and state live: `postgresStore` makes one, and what takes a `store` takes nothing else. What a run asks of
 * it is no part of it.
 */
export interface BackfillStore {
  /** Nobody else can make one. */
  readonly [made]: 'postgresStore'
  /**
   * Creates the tables of these entities (`Invoice`) and of the engine, or brings them up to date. A run does that itself
   * where its role may.
   * @throws {BackfillError} `BACKFILL_NOT_MIGRATED` if this role may not.
   */
  prepare(entities: readonly string[]): Promise<void>
  /** The runs of the company that are not finished, the newest first: the same range again resumes them. */
  unfinishedRuns(realmId: string): Promise<readonly StoredRun[]>
  /** Runs of the company that ended green or yellow, the one that was started last first. */
  finishedRuns(realmId: string): Promise<readonly StoredRun[]>
  /** The calls that an app (its client id) has made or reserved in this month, over all companies. */
  monthCalls(clientId: string): Promise<MonthCalls>
}

/** What the engine needs of a database, by what it is about. */
export interface Store {
  readonly rawSchema: string
  prepare(entities: readonly string[]): Promise<void>
  /** @throws {BackfillError} `BACKFILL_NOT_MIGRATED` if tables are missing or of an earlier version. */
  requirePrepared(entities: readonly string[]): Promise<void>
  acquireLease(request: LeaseRequest): Promise<Lease>
  /** The database's clock, to compare with other times of it. */
  clock(): Promise<string>
  readonly runs: RunStore
  readonly segments: SegmentStore
  readonly rows: RowStore
  readonly rejects: RejectStore
  readonly usage: UsageLedger
  readonly sync: SyncStore
}

const insides = new WeakMap<object, Store>()

/** Shows a caller no more than is his. */
export function closedStore(store: Store): BackfillStore {
  const closed = Object.freeze({
    prepare: (entities: readonly string[]) => store.prepare(entities),
    unfinishedRuns: (realmId: string) => store.runs.unfinished(realmId),
    finishedRuns: (realmId: string) => store.runs.finished(realmId),
    monthCalls: (clientId: string) => store.usage.month(clientId),
  })
  insides.set(closed, store)
  return closed as BackfillStore
}

/** What is inside of a store; undefined for anything that `closedStore` has not closed. */
export function openedStore(value: unknown): Store | undefined {
  return typeof value === 'object' && value !== null ? insides.get(value) : undefined
}

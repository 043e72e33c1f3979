import type { WriteCounts } from 'qbo-raw-sink'
import type { Lease } from '../ledger/lease.js'
import {
  saveDeletionGap,
  saveSyncCursor,
  selectDeletionGaps,
  selectSyncCursors,
} from '../ledger/sync-cursors.js'
import { noteFoundChanges } from '../ledger/webhook/webhook-events.js'
import { selectUnconfirmedRows } from '../ledger/unconfirmed-rows.js'
import type { StoreDatabase } from './store-database.js'
import { writeRecords, type RecordsCommit } from './write-records.js'

/** Where a sync ends. */
export interface SyncPlace {
  /** The server's clock less an overlap: what the next sync asks from. */
  readonly changedSince: string
  /** QuickBooks did not tell all deletions up to now: remembered until the rows of before have been looked up. */
  readonly hasGap: boolean
}

/** Rows that a sync brings, and the place that they move its cursor to; both are committed, or neither. */
export interface SyncCommit extends RecordsCommit {
  /** Undefined while more of the entity is to come. */
  readonly place: SyncPlace | undefined
}

export interface UnconfirmedQuery {
  readonly realmId: string
  readonly entity: string
  /** What this sync has seen is there. */
  readonly syncId: string
  /** So is what anybody has seen since this instant of the database. */
  readonly before: string | undefined
  readonly limit: number
}

export interface SyncStore {
  /** Where the last sync of each entity ended. */
  cursors(realmId: string): Promise<ReadonlyMap<string, string>>
  /** By entity, until when (by the database's clock) deletions may have gone untold. */
  deletionGaps(realmId: string): Promise<ReadonlyMap<string, string>>
  /** Unlike a run's, its deletions are kept also for records that were never stored. */
  commit(lease: Lease, commit: SyncCommit): Promise<WriteCounts & { readonly tombstoned: number }>
  /** Live rows that may be gone, those first that were seen longest ago; and how many there are in all. */
  unconfirmedRows(
    query: UnconfirmedQuery,
  ): Promise<{ readonly ids: readonly string[]; readonly total: number }>
  /** Notes what a sync found since an instant, so that silent webhooks are noticed. */
  noteFound(
    lease: Lease,
    found: { readonly entity: string; readonly since: string; readonly changes: number },
  ): Promise<void>
  /** All rows of before the gap have been looked up. */
  closeDeletionGap(lease: Lease, entity: string): Promise<void>
}

export function syncStore({ state, schema, sink, fenced }: StoreDatabase): SyncStore {
  return {
    cursors: (realmId) => selectSyncCursors(state, realmId, sink.schema),
    deletionGaps: (realmId) => selectDeletionGaps(state, realmId, sink.schema),
    commit: (lease, { place, ...records }) =>
      fenced(lease, async (trx, inState) => {
        const { realmId } = lease
        const counts = await writeRecords(sink, trx, { ...records, realmId, insertStubs: true })
        if (place !== undefined) {
          const { entity, runId } = records
          const key = { realmId, rawSchema: sink.schema, entity }
          await saveSyncCursor(inState, { ...key, changedSince: place.changedSince, syncId: runId })
          if (place.hasGap) await saveDeletionGap(inState, key, true)
        }
        return counts
      }),
    unconfirmedRows: ({ entity, ...query }) =>
      selectUnconfirmedRows(state, { ...query, schema: sink.schema, table: sink.tableName(entity) }),
    noteFound: (lease, found) =>
      fenced(lease, (_, inState) =>
        noteFoundChanges(inState, schema, { ...found, realmId: lease.realmId, rawSchema: sink.schema }),
      ),
    closeDeletionGap: (lease, entity) =>
      fenced(lease, (_, inState) =>
        saveDeletionGap(inState, { realmId: lease.realmId, rawSchema: sink.schema, entity }, false),
      ),
  }
}

import type { WriteCounts } from 'qbo-raw-sink'
import type { Lease, RecordsCommit } from './store.js'

/** Rows that a sync brings, and the place that they move its cursor to; both are committed, or neither. */
export interface SyncCommit extends RecordsCommit {
  /** The server's clock less an overlap: what the next sync asks from. Absent while more of the entity is to come. */
  readonly changedSince: string | undefined
}

export interface SyncStore {
  /** Where the last sync of each entity ended. */
  syncCursors(realmId: string): Promise<ReadonlyMap<string, string>>
  /** Unlike a run's, its deletions are kept also for records that were never stored. */
  commitSync(lease: Lease, commit: SyncCommit): Promise<WriteCounts & { readonly tombstoned: number }>
}

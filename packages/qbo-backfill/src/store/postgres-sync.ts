import type { Kysely, Transaction } from 'kysely'
import type { RawSink } from 'qbo-raw-sink'
import { saveSyncCursor, selectSyncCursors } from '../ledger/sync-cursors.js'
import type { StateDatabase } from '../ledger/tables.js'
import type { Lease } from './store.js'
import type { SyncStore } from './sync-store.js'
import { writeRecords } from './write-records.js'

type Fenced = <T>(
  lease: Lease,
  work: (trx: Transaction<StateDatabase>, state: Kysely<StateDatabase>) => Promise<T>,
) => Promise<T>

/** Commits what a sync brings, in the database of a `postgresStore`. */
export function postgresSync(state: Kysely<StateDatabase>, sink: RawSink, fenced: Fenced): SyncStore {
  return {
    syncCursors: (realmId) => selectSyncCursors(state, realmId, sink.schema),
    commitSync: (lease, { changedSince, ...records }) =>
      fenced(lease, async (trx, inState) => {
        const counts = await writeRecords(sink, trx, lease.realmId, records, { insertStubs: true })
        if (changedSince !== undefined) {
          const { entity, runId } = records
          const cursor = { realmId: lease.realmId, rawSchema: sink.schema, entity, changedSince }
          await saveSyncCursor(inState, { ...cursor, syncId: runId })
        }
        return counts
      }),
  }
}

import type { Database, RawSink, WriteCounts } from 'qbo-raw-sink'
import type { RecordsCommit } from './store.js'

/** Writes records that came outside a scan, and the deletions that came with them. */
export async function writeRecords(
  sink: RawSink,
  trx: Database,
  realmId: string,
  records: RecordsCommit,
  { insertStubs }: { readonly insertStubs: boolean },
): Promise<WriteCounts & { readonly tombstoned: number }> {
  const { entity, runId, text, recordsPath, targets } = records
  // Most answers of CDC hold nothing to write: no round trip for them.
  const counts = targets.every((target) => target === null)
    ? { inserted: 0, updated: 0, unchanged: 0, stale: 0, rejected: 0 }
    : await sink.writePage(trx, {
        realmId,
        entity,
        text,
        recordsPath,
        windows: targets,
        runId,
        page: { number: 0, size: targets.length },
      })
  const stubs = records.deleted.map(({ id, deletedAt }) => ({
    id,
    ...(deletedAt === undefined ? {} : { deletedAt }),
  }))
  const { tombstoned } = await sink.tombstone(trx, { realmId, entity, runId, stubs, insertStubs })
  return { ...counts, tombstoned }
}

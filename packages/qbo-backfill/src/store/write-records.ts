import type { Database, RawPage, RawSink, RecordTarget, WriteCounts } from 'qbo-raw-sink'
import type { PoisonedRow } from '../source/source.js'
import { rejectPoisoned } from './reject-poisoned.js'

/** Records that come outside a scan: changes that CDC showed, windows read again, Ids looked up. */
export interface RecordsCommit {
  readonly runId: string
  readonly entity: string
  /** The answer's own text, or its UTF-8. */
  readonly text: string | Uint8Array
  readonly recordsPath: readonly string[]
  readonly targets: readonly (RecordTarget | null)[]
  readonly deleted: readonly { readonly id: string; readonly deletedAt?: string | undefined }[]
  /** A moment before they were asked for: what they bring was not deleted before that. */
  readonly askedAt?: Date | undefined
  /** Records that the source has and cannot give. */
  readonly poisoned?: readonly PoisonedRow[] | undefined
}

interface RecordsWrite extends RecordsCommit {
  readonly realmId: string
  /** Whether a deletion is kept also for a record that was never stored. */
  readonly insertStubs: boolean
}

/** Writes records that came outside a scan, and the deletions that came with them. */
export async function writeRecords(
  sink: RawSink,
  trx: Database,
  records: RecordsWrite,
): Promise<WriteCounts & { readonly tombstoned: number }> {
  const { realmId, entity, runId, text, recordsPath, targets, askedAt, insertStubs, poisoned = [] } = records
  const page = { number: 0, size: targets.length }
  const at = { realmId, entity, runId }
  const counts = await writeTargets(sink, trx, { ...at, text, recordsPath, windows: targets, askedAt, page })
  const stubs = records.deleted.map(({ id, deletedAt }) => ({
    id,
    ...(deletedAt === undefined ? {} : { deletedAt }),
  }))
  const { tombstoned } = await sink.tombstone(trx, { ...at, stubs, insertStubs })
  for (const row of poisoned) await rejectPoisoned(sink, trx, at, row)
  return { ...counts, rejected: counts.rejected + poisoned.length, tombstoned }
}

/** Most answers of CDC, and the last page of a scan, hold nothing to write: no round trip for them. */
export async function writeTargets(
  sink: RawSink,
  trx: Database,
  page: RawPage & { readonly windows: readonly (RecordTarget | null)[] },
): Promise<WriteCounts> {
  if (page.windows.every((target) => target === null))
    return { inserted: 0, updated: 0, unchanged: 0, stale: 0, rejected: 0 }
  return sink.writePage(trx, page)
}

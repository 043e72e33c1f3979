import type { QboRecord } from 'qbo-client'
import type { EntityChanges } from '../proof/read-changes.js'
import type { StoredVersion } from '../store/verification-store.js'

/** What is remembered of a record that changed: its version and what dates it, or that it is gone. */
export interface ChangedRecord {
  readonly id: string
  readonly deleted: boolean
  readonly syncToken: string | undefined
  readonly lastUpdatedTime: string | undefined
  /** The record as far as it says where it belongs. */
  readonly dated: QboRecord
}

/** Adds what an answer shows; tells how many Ids were not known before. */
export function remember(known: Map<string, ChangedRecord>, part: EntityChanges): number {
  const before = known.size
  for (const record of part.records) {
    const { Id, SyncToken, MetaData } = record
    const dated = { Id, SyncToken, MetaData, TxnDate: record['TxnDate'] }
    known.set(Id, {
      id: Id,
      deleted: false,
      syncToken: SyncToken,
      lastUpdatedTime: MetaData?.LastUpdatedTime,
      dated,
    })
  }
  for (const { id, lastUpdatedTime } of part.deleted)
    known.set(id, { id, deleted: true, syncToken: undefined, lastUpdatedTime, dated: { Id: id } })
  return known.size - before
}

/** A stored row in the form of a record, so that both find their window in the same way. */
export function datedRow(row: StoredVersion): QboRecord {
  return {
    Id: row.id,
    TxnDate: row.txnDate,
    MetaData: { CreateTime: row.createTime, LastUpdatedTime: row.lastUpdatedTime },
  }
}

/** Whether QuickBooks' version is newer than the stored one: by LastUpdatedTime, then by SyncToken as a number. */
export function isNewer(record: ChangedRecord, row: StoredVersion): boolean {
  const [theirs, ours] = [instant(record.lastUpdatedTime), instant(row.lastUpdatedTime)]
  if (theirs !== ours) return theirs > ours
  return Number(record.syncToken ?? -1) > Number(row.syncToken ?? -1)
}

export function instant(text: string | undefined): number {
  const milliseconds = Date.parse(text ?? '')
  return Number.isNaN(milliseconds) ? Number.NEGATIVE_INFINITY : milliseconds
}

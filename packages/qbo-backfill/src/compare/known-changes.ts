import { readInstant, type QboRecord } from 'qbo-client'
import { isTaken, type EntityChanges } from './read-changes.js'
import type { StoredVersion } from '../ledger/stored-versions.js'

/** What is remembered of a record that changed: its version and what dates it, or that it is gone. */
export interface ChangedRecord {
  readonly id: string
  readonly deleted: boolean
  readonly syncToken: string | undefined
  readonly lastUpdatedTime: string | undefined
  /** The record as far as it says where it belongs. */
  readonly dated: QboRecord
}

/** What is known to have changed in an entity, by Id: what was told of it last. */
export type KnownChanges = Map<string, ChangedRecord>

/** Adds what an answer shows. */
export function remember(
  known: KnownChanges,
  part: Pick<EntityChanges, 'records' | 'deleted' | 'omitted'>,
): void {
  for (const record of part.records.filter(isTaken(part))) learn(known, changedRecord(record))
  for (const stub of part.deleted) learn(known, goneRecord(stub))
}

/** Adds one; tells whether it says what was not known of it: another version, or that it is gone. */
export function learn(known: KnownChanges, record: ChangedRecord): boolean {
  const before = known.get(record.id)
  known.set(record.id, record)
  return (
    before?.deleted !== record.deleted ||
    before.syncToken !== record.syncToken ||
    before.lastUpdatedTime !== record.lastUpdatedTime
  )
}

export function goneRecord({ id, lastUpdatedTime }: EntityChanges['deleted'][number]): ChangedRecord {
  return { id, deleted: true, syncToken: undefined, lastUpdatedTime, dated: { Id: id } }
}

export function changedRecord(record: QboRecord): ChangedRecord {
  const { Id, SyncToken, MetaData } = record
  return {
    id: Id,
    deleted: false,
    syncToken: SyncToken,
    lastUpdatedTime: MetaData?.LastUpdatedTime,
    dated: { Id, SyncToken, MetaData, TxnDate: record['TxnDate'] },
  }
}

/** A stored row in the form of a record, so that both find their window in the same way. */
export function datedRow(row: StoredVersion): QboRecord {
  return {
    Id: row.id,
    TxnDate: row.txnDate,
    MetaData: { CreateTime: row.createTime, LastUpdatedTime: row.lastUpdatedTime },
  }
}

/**
 * Whether QuickBooks' version is newer than the stored one: by LastUpdatedTime, then by SyncToken as a number; what is
 * absent is older than all. Undefined if it hangs on what cannot be read.
 */
export function isNewer(record: ChangedRecord, row: StoredVersion): boolean | undefined {
  const [theirs, ours] = [instant(record.lastUpdatedTime), instant(row.lastUpdatedTime)]
  if (theirs === undefined || ours === undefined) return undefined
  if (theirs !== ours) return theirs > ours
  const [token, stored] = [rank(record.syncToken), rank(row.syncToken)]
  return token === undefined || stored === undefined ? undefined : token > stored
}

/** Epoch milliseconds; before all times if there is none, and undefined if it is no time. */
export function instant(text: string | undefined): number | undefined {
  return text === undefined ? Number.NEGATIVE_INFINITY : readInstant(text)
}

function rank(token: string | undefined): bigint | undefined {
  if (token === undefined) return -1n
  return /^\d{1,100}$/u.test(token) ? BigInt(token) : undefined
}

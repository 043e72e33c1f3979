import type { QboRecord } from 'qbo-client'
import type { CountedSpan } from '../compare/bisection.js'
import { changedRecord, datedRow } from '../compare/known-changes.js'
import type { RecordScope } from '../compare/record-scope.js'
import type { ReadSet } from '../plan/read-set.js'
import { lossOf, type Drift } from './drift.js'
import type { StoredVersion } from '../ledger/stored-versions.js'

/** What reading the settled records of some windows shows. */
export interface IdsRead {
  /** Each Id that QuickBooks showed, with the window of its settled live row; undefined where there is none. */
  readonly shown: ReadonlyMap<string, number | undefined>
  /** Records whose row is not there as it was proved, or of which that cannot be told. */
  readonly losses: readonly Drift[]
  /** Records that QuickBooks has and cannot give. */
  readonly unreadable: number
  /** Records without an Id: no row can be theirs. */
  readonly nameless: number
}

/**
 * Reads the settled records of some windows and looks each up in the table, page by page. A count cannot do that: a row
 * lost and a row too many cancel out in it.
 */
export async function compareIds(scope: RecordScope, set: ReadSet, part: CountedSpan): Promise<IdsRead> {
  const { source, entity, run, signal } = scope
  const shown = new Map<string, number | undefined>()
  const losses: Drift[] = []
  let unreadable = 0
  let nameless = 0
  const pages = source.scan({
    entity: entity.name,
    where: set.between(part.first, part.end).settled(run.settledBefore).where,
    key: set.key,
    // The scan may end at a short page once it has so many: of two numbers the one that ends it later.
    plannedCount: Math.max(part.count, part.loaded),
    // What its window and its version are decided by.
    recordFields: ['TxnDate', 'SyncToken'],
    signal,
  })
  for await (const { records, poisoned = [] } of pages) {
    unreadable += poisoned.length
    const fresh = records.filter((record) => !shown.has(record.Id))
    nameless += fresh.filter((record) => !hasId(record)).length
    const named = fresh.filter(hasId)
    const rows = await rowsOf(scope, named)
    for (const record of named) {
      const row = rows.get(record.Id)
      const window = row === undefined ? -1 : settledWindow(row, set, run.settledBefore)
      shown.set(record.Id, window < 0 ? undefined : window)
      const loss = lossOf(changedRecord(record), row, entity.windowOf)
      if (loss !== undefined) losses.push(loss)
    }
  }
  return { shown, losses, unreadable, nameless }
}

function hasId(record: QboRecord): boolean {
  return typeof record.Id === 'string' && record.Id !== ''
}

async function rowsOf(
  { store, run, entity }: RecordScope,
  records: readonly QboRecord[],
): Promise<ReadonlyMap<string, StoredVersion>> {
  const ids = records.map((record) => record.Id)
  const rows = await store.rows.versions(run.realmId, entity.name, ids)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The window of a live row that belongs to the settled part of the set, or -1. */
export function settledWindow(row: StoredVersion, set: ReadSet, settledBefore: string): number {
  const isSettled = row.live && row.lastUpdatedTime !== undefined && row.lastUpdatedTime < settledBefore
  return isSettled ? set.windowOf(datedRow(row)) : -1
}

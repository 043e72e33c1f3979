import { windowIndexOf, type ReadSetKind } from '../plan/read-set.js'
import { formatInstant } from '../plan/time-zone.js'
import { countAtSource, countInTable, type SourceCounts } from '../proof/compare.js'
import { kindsOf, windowsFor, type RecordScope } from '../run/run-context.js'
import type { StoredVersion } from '../store/verification-store.js'
import { datedRow, type ChangedRecord } from './changed-record.js'
import { driftOf, type DriftScope, type Drift } from './drift.js'
import { gatherChanges, gatherLatest } from './gather-changes.js'
import { locateDifferences, type CountedDifference } from './locate.js'

/** A count is only good if nothing left the settled set meanwhile. Tried this often. */
const mostLooks = 3
/** Changes younger than this may become visible late. */
const settlingMs = 5 * 60_000
const mostCounts = 64

export interface ComparedEntity {
  readonly expected: number
  readonly loaded: number
  readonly drifts: readonly Drift[]
  readonly counted: readonly CountedDifference[]
  readonly stable: boolean
  readonly deletionsKnown: boolean
}

/**
 * Compares the rows that have not changed since the finished run by COUNT, and what has changed record by record. Nothing
 * is written: rows that changed are left out of the table's count as they have left the source's.
 */
export async function verifyEntity(
  scope: RecordScope,
  entity: string,
  settledBefore: DriftScope['settledBefore'],
  serverNow: number,
): Promise<ComparedEntity> {
  const { known, deletionsKnown } = await gatherChanges(scope, entity, serverNow)
  const { counts, stable } = await countWhileStill(scope, entity, known, serverNow)
  const stored = new Map(
    (await scope.store.storedVersions(scope.run.realmId, entity, [...known.keys()])).map((row) => [
      row.id,
      row,
    ]),
  )
  const windowOf = windowFinder(scope, entity, kindsOf(scope, entity))
  const counted: CountedDifference[] = []
  let loaded = 0
  for (const kind of kindsOf(scope, entity)) {
    const rows = await unchangedRows(scope, entity, kind, stored)
    loaded += rows.reduce((sum, count) => sum + count, 0)
    const expected = counts.get(kind) ?? 0
    counted.push(...(await locateDifferences(scope, { entity, kind, expected, loaded: rows, mostCounts })))
  }
  const expected = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const drifts = driftOf(known.values(), stored, { windowOf, settledBefore })
  return { expected, loaded, drifts, counted, stable, deletionsKnown }
}

/** Counts between two looks at what changed: an Id that is new to the second look may have left in between. */
async function countWhileStill(
  scope: RecordScope,
  entity: string,
  known: Map<string, ChangedRecord>,
  serverNow: number,
): Promise<{ counts: SourceCounts; stable: boolean }> {
  const since = formatInstant(serverNow - settlingMs)
  const kinds = new Set(kindsOf(scope, entity))
  for (let look = 1; ; look++) {
    const counts = await countAtSource(scope, entity, kinds)
    const fresh = await gatherLatest(scope, entity, since, known)
    if (fresh === 0 || look === mostLooks) return { counts, stable: fresh === 0 }
  }
}

/** Live settled rows of the set by window, without those that are known to have changed at the source. */
async function unchangedRows(
  scope: RecordScope,
  entity: string,
  kind: ReadSetKind,
  changed: ReadonlyMap<string, StoredVersion>,
): Promise<readonly number[]> {
  const rows = [...(await countInTable(scope, entity, kind)).settledByWindow]
  const windowOf = windowFinder(scope, entity, [kind])
  for (const row of changed.values()) {
    if (!row.live || (row.lastUpdatedTime ?? '9') >= scope.run.settledBefore) continue
    const window = windowOf(datedRow(row))
    if (window >= 0) rows[window] = (rows[window] ?? 0) - 1
  }
  return rows
}

function windowFinder(
  scope: RecordScope,
  entity: string,
  kinds: readonly ReadSetKind[],
): DriftScope['windowOf'] {
  const windows = windowsFor(scope, entity)
  return (record) => windowIndexOf(kinds, windows, scope.run.from, record)
}

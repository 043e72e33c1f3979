import { remember, type KnownChanges } from '../compare/known-changes.js'
import { lookUpByIds } from '../compare/look-up-by-ids.js'
import type { RecordScope } from '../compare/record-scope.js'
import { driftOf, type Drift, type DriftScope } from './drift.js'

/** What became of rows that QuickBooks does not show any more, or calls deleted. */
export interface LookedUpLeft {
  readonly drifts: readonly Drift[]
  /** Those that it gives by their Ids as the table has them: they have not left, though no other question shows them. */
  readonly given: ReadonlySet<string>
  /** Those that it has and cannot give. */
  readonly unreadable: number
  /** Those that it would not answer for, or that were too many to ask for. */
  readonly unanswered: number
}

/** Rows are looked up four hundred a call; so many of an entity. */
const mostLookedUp = 20_000

/**
 * Looks rows up by Id before it is said that they have left: what a scan, a count or change data capture does not show may
 * be hidden by it. Nothing is written.
 */
export async function lookUpLeft(
  scope: RecordScope,
  ids: readonly string[],
  settledBefore: DriftScope['settledBefore'],
): Promise<LookedUpLeft> {
  const { store, run, entity } = scope
  const asked = ids.slice(0, mostLookedUp)
  const known: KnownChanges = new Map()
  const { gone, refused, poisoned } = await lookUpByIds(scope, entity.definition, asked, async (page) => {
    remember(known, { records: page.records, deleted: [] })
  })
  const given = new Set(known.keys())
  remember(known, { records: [], deleted: gone.map((id) => ({ id })) })
  const rows = await store.rows.versions(run.realmId, entity.name, [...known.keys()])
  const stored = new Map(rows.map((row) => [row.id, row]))
  const drifts = driftOf(known.values(), stored, { windowOf: entity.windowOf, settledBefore })
  for (const { id } of drifts) given.delete(id)
  return {
    drifts,
    given,
    unreadable: poisoned.length,
    unanswered: refused.length + ids.length - asked.length,
  }
}

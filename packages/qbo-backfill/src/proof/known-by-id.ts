import type { EntityComparison, SetComparison } from '../compare/compare-entity.js'
import { countInTable, type TableCounts } from '../compare/counts.js'
import { setOf } from '../plan/entity-range.js'
import type { ReadSet } from '../plan/read-set.js'
import type { EntityProof } from './entity-proof.js'

/**
 * A row that a look-up by Id has shown and no reading of this run may be one that queries never show: it is in the table
 * and in no count, where it would make up for one that is lost. So what is counted must be the rows without all such; those
 * of them that a query shows after all are read when the difference is mended, and are none of them then. Where rows are
 * refused nothing is green in any case.
 */
export async function withoutKnownById(
  proof: EntityProof,
  comparison: EntityComparison,
): Promise<EntityComparison> {
  if (proof.knownById.size === 0) return comparison
  const sets: SetComparison[] = []
  for (const set of comparison.sets) {
    const isJudged = set.refused === 0 && set.loaded === set.seen
    const known = isJudged ? (await countKnown(proof, setOf(proof.scope.entity, set.kind))).loaded : 0
    sets.push(known === 0 ? set : { ...set, equal: set.loaded - known === set.expected })
  }
  return { ...comparison, sets, equal: sets.every((set) => set.equal) }
}

/** What the table holds of a set that only look-ups have shown. */
export async function countKnown({ scope, knownById }: EntityProof, set: ReadSet): Promise<TableCounts> {
  return countInTable(scope, {
    ...set,
    settled(before) {
      const settled = set.settled(before)
      return { ...settled, rows: { ...settled.rows, ids: [...knownById] } }
    },
  })
}

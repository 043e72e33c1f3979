import type { EntityComparison, SetComparison } from '../compare/compare-entity.js'
import { setOf } from '../plan/entity-range.js'
import type { EntityProof } from './entity-proof.js'

/**
 * Rows that QuickBooks' reports have shown and its queries never do are in the table, and in no count: the table holds
 * more than was counted. Where it is by exactly as many rows as no reading of this run has shown and a look-up by Id has,
 * all of these are such rows, and none can stand for one that is lost.
 */
export async function withoutKnownById(
  proof: EntityProof,
  comparison: EntityComparison,
): Promise<EntityComparison> {
  if (comparison.equal || proof.knownById.size === 0) return comparison
  const sets: SetComparison[] = []
  for (const set of comparison.sets) {
    const { equal, refused, expected, loaded, seen } = set
    const isCandidate = !equal && refused === 0 && loaded === seen && loaded > expected
    const isExplained = isCandidate && loaded - expected === (await countKnown(proof, set))
    sets.push(isExplained ? { ...set, equal: true } : set)
  }
  return { ...comparison, sets, equal: sets.every((set) => set.equal) }
}

async function countKnown(
  { scope: { store, run, entity }, knownById }: EntityProof,
  { kind }: SetComparison,
): Promise<number> {
  const { rows, settledBefore } = setOf(entity, kind).settled(run.settledBefore)
  const [bucket] = await store.rows.countLive({
    realmId: run.realmId,
    entity: entity.name,
    rows: { ...rows, ids: [...knownById] },
    runId: run.runId,
    seenSince: undefined,
    settledBefore,
    groupBy: 'total',
  })
  return bucket?.settled ?? 0
}

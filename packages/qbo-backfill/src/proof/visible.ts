import { isQboError } from 'qbo-client'
import type { Knowledge } from '../verdict/colour.js'
import { isReadWhole } from '../plan/entity-range.js'
import { rememberCount, type EntityProof, type ProofScope } from './entity-proof.js'

/**
 * Whether the filter for inactive rows hides none itself: rows are counted through the filter that they are read by, so
 * a row that it hides is missing from both. Asked the other way where that is in doubt, or where rows turn out to have
 * Active although we ask without; a count that shows more is held against one of ours that was made later.
 */
export async function allVisible(proof: EntityProof): Promise<Knowledge> {
  const { scope } = proof
  if (!(await isInDoubt(scope))) return 'right'
  const { name, hasActive } = scope.entity.definition
  try {
    const otherwise = { entity: name, activeClause: !hasActive } as const
    const others = await count(scope, otherwise)
    if (others <= (scope.run.totals[name]?.totalAtSource ?? 0)) return 'right'
    // A row that was made meanwhile is in ours as well.
    const ours = await count(scope, { entity: name })
    // Whatever else it shows, so many rows were told of.
    if (isReadWhole(scope.entity.definition)) rememberCount(proof, 'everything', ours)
    if (others <= ours) return 'right'
    return (await count(scope, otherwise)) > ours ? 'wrong' : 'unknown'
  } catch (error) {
    // Rows that have Active, and cannot be asked for by it.
    if (isQboError(error) && error.code === 'QBO_QUERY_INVALID') return 'unknown'
    throw error
  }
}

async function isInDoubt({ store, run, entity }: ProofScope): Promise<boolean> {
  const { name, hasActive, activeIsDoubtful } = entity.definition
  return activeIsDoubtful || (!hasActive && (await store.rows.hasField(run.realmId, name, 'Active')))
}

async function count(
  { source, signal }: ProofScope,
  query: Parameters<ProofScope['source']['count']>[0],
): Promise<number> {
  return (await source.count(query, { signal })).count
}

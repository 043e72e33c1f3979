import { isQboError } from 'qbo-client'
import type { Knowledge } from '../verdict/colour.js'
import { allEnded } from '../failure/all-ended.js'
import { isReadWhole, isTransaction } from '../plan/entity-range.js'
import { mayHaveUndated } from '../plan/plan-entity.js'
import { rememberCount, type EntityProof, type ProofScope } from './entity-proof.js'

/** Finds out whether QuickBooks has rows that our questions do not show: by the filter for inactive ones, or by their time. */
export async function lookForHidden(proof: EntityProof): Promise<void> {
  const [active, undated] = await allEnded([shownByActive(proof), countUndated(proof.scope)])
  proof.undated = undated
  // Whether they belong to the range, nobody can say.
  proof.visible = active === 'right' && undated > 0 ? 'unknown' : active
}

/**
 * Whether the filter for inactive rows hides none itself: rows are counted through the filter that they are read by, so
 * a row that it hides is missing from both. Asked the other way where that is in doubt, or where rows turn out to have
 * Active although we ask without; a count that shows more is held against one of ours that was made later.
 */
async function shownByActive(proof: EntityProof): Promise<Knowledge> {
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

/**
 * Rows of a list that no time of creation finds (posthog#76090): they are neither in the range nor outside. Fewer than when
 * the run was planned may be deletions; then all are counted again between two such counts, as rows may come meanwhile.
 */
async function countUndated(scope: ProofScope): Promise<number> {
  const { definition, name } = scope.entity
  const totals = scope.run.totals[name]
  if (totals === undefined || !mayHaveUndated(definition, totals)) return 0
  const where = [{ field: 'MetaData.CreateTime', operator: '>=', value: '1970-01-01T00:00:00Z' }] as const
  const dated = await count(scope, { entity: name, where })
  if (dated >= totals.totalAtSource) return 0
  const all = await count(scope, { entity: name })
  return Math.max(0, all - Math.max(dated, await count(scope, { entity: name, where })))
}

async function isInDoubt({ store, run, entity }: ProofScope): Promise<boolean> {
  const { name, hasActive, activeIsDoubtful } = entity.definition
  if (activeIsDoubtful || hasActive) return activeIsDoubtful
  // No transaction has it, and there may be half a million of them to look through.
  return !isTransaction(entity.definition) && (await store.rows.hasField(run.realmId, name, 'Active'))
}

async function count(
  { source, signal }: ProofScope,
  query: Parameters<ProofScope['source']['count']>[0],
): Promise<number> {
  return (await source.count(query, { signal })).count
}

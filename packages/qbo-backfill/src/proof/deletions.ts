import type { EntityComparison } from '../compare/compare-entity.js'
import type { EntityTotals } from '../ledger/run-state.js'
import { countRows } from '../compare/counts.js'
import { isReadWhole } from '../plan/entity-range.js'
import { countCreatedBefore, tellsDeletionsByCount } from '../plan/plan-entity.js'
import type { Knowledge } from '../verdict/colour.js'
import type { EntityProof, ProofScope } from './entity-proof.js'

/**
 * Rows that were created before S, of any date, where nothing but their number tells of deletions. To be asked after the
 * comparison's own counts: what is gone then and is not here was deleted before it was counted.
 */
export async function countForDeletions(proof: EntityProof): Promise<number | undefined> {
  const { scope, overflowed } = proof
  if (firstOf(proof) === undefined) return undefined
  if (!tellsDeletionsByCount(scope.entity.definition) && !overflowed) return undefined
  return countBeforeSettled(scope)
}

/** Rows of any date that were created before S, by COUNT(*). */
export async function countBeforeSettled({ source, signal, run, entity }: ProofScope): Promise<number> {
  return countCreatedBefore({ source, entity: entity.definition, settledBefore: run.settledBefore, signal })
}

/**
 * Whether every deletion is known: one that is not would let a row too many stand for one that was lost. CDC tells them,
 * up to the thousandth change. Where it does not, as many rows as at first means that none was deleted: none can come back,
 * and none can join those that are as old.
 */
export async function deletionsKnown(
  proof: EntityProof,
  comparison: EntityComparison,
  countedLast: number | undefined,
): Promise<Knowledge> {
  const { scope, overflowed, isReadAgain } = proof
  const { definition } = scope.entity
  if (isTakenBack(proof) || hasUnexplainedLoss(proof, comparison, countedLast)) return 'unknown'
  const atFirst = firstOf(proof)
  if (isReadWhole(definition)) {
    if (atFirst !== comparison.expected) return 'unknown'
    return isReadAgain || !(await hasNewRows(scope)) ? 'right' : 'unknown'
  }
  if (definition.cdc && !overflowed) return 'right'
  return atFirst !== undefined && atFirst === countedLast ? 'right' : 'unknown'
}

/**
 * Rows can only leave the settled set. Whatever was counted before, when the run was planned or since, are those that are
 * left, those that are known to have changed, and those that were found gone; any more are not accounted for.
 */
function hasUnexplainedLoss(
  { scope, known, most, buried }: EntityProof,
  { expected }: EntityComparison,
  countedLast: number | undefined,
): boolean {
  const planned = scope.run.totals[scope.entity.name]
  if (planned === undefined) return true
  const goneByAge =
    countedLast === undefined ? 0 : Math.max(0, (createdAtFirst(planned) ?? countedLast) - countedLast)
  const counted = [...most.values()].reduce((sum, count) => sum + count, 0)
  return Math.max(planned.expected, counted) > expected + known.size + buried + goneByAge
}

/** Whether a look-up has shown a row that neither a later one nor any query shows, and that is not told to be deleted. */
function isTakenBack({ known, knownById, takenBack }: EntityProof): boolean {
  return [...takenBack].some((id) => knownById.has(id) && known.get(id)?.deleted !== true)
}

function firstOf({ scope, atFirst }: EntityProof): number | undefined {
  const { definition, name } = scope.entity
  const totals = scope.run.totals[name]
  return atFirst ?? (isReadWhole(definition) ? totals?.totalAtSource : totals && createdAtFirst(totals))
}

/** Of all rows none are more than all: such a count is wrong, and would make rows that are missing pass for deleted. */
function createdAtFirst({ createdBefore, totalAtSource }: EntityTotals): number | undefined {
  return createdBefore === undefined || createdBefore > totalAtSource ? undefined : createdBefore
}

/** Where nothing can be counted by its age, a row that is new may stand for one that was deleted. */
async function hasNewRows(scope: ProofScope): Promise<boolean> {
  const rows = { createTime: { from: scope.run.settledBefore } }
  return (await countRows(scope, { rows, settledBefore: undefined })).live > 0
}

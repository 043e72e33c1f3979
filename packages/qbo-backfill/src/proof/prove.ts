import { allEnded } from '../failure/all-ended.js'
import type { Check } from '../verdict/check.js'
import type { Knowledge } from '../verdict/colour.js'
import { applyChanges } from './apply-changes.js'
import { compareEntity, type EntityComparison } from '../compare/compare-entity.js'
import { countRows } from '../compare/counts.js'
import { formatInstant } from '../plan/time-zone.js'
import { serverInstant } from '../source/server-time.js'
import { countingScope, countSettled, marginMs, type SettledCounts } from './count-settled.js'
import { countForDeletions, deletionsKnown } from './deletions.js'
import type { EarlyLook, ToldChanges } from './early-look.js'
import {
  newProof,
  rememberCount,
  type EntityProof,
  type FoundInWindows,
  type ProofScope,
} from './entity-proof.js'
import { healEntity, readEntityAgain } from './heal.js'
import { withoutKnownById } from './known-by-id.js'
import { lookForHidden } from './visible.js'
import { earlyRowChecks } from './early-row-checks.js'

/** A comparison counts only if nothing left the settled set while it was made. Tried this often, beside the first behind the pages. */
const mostComparisons = 3

/** Rounds of mending before the numbers are left to a person. */
const mostHealings = 2

/** So many rows are read again, in five calls, to know of deletions that QuickBooks does not tell. */
const mostRowsInDoubt = 5000

export interface ProvedEntity extends EntityComparison {
  /** Whether the source stood still while it was compared. */
  readonly stable: boolean
  readonly proved: boolean
  /** Whether every deletion since the settled instant is known. */
  readonly deletions: Knowledge
  /** Whether no other question shows more rows of the entity. */
  readonly visible: Knowledge
  /** Rows at the source without a time of creation: no range holds them. */
  readonly undated: number
  /** What mending learned about windows; undefined where there was nothing to mend. */
  readonly found: FoundInWindows | undefined
  /** What the database says of the rows that were compared. */
  readonly rowChecks: readonly Check[]
}

/**
 * Proves each entity over its settled set: the rows that have not changed since S. Such rows can only leave the set,
 * and CDC shows those that do, and when; so the source is counted, as early as can be, and asked what changed, until
 * nothing left since it was counted.
 */
export async function proveEntities(
  scopes: readonly ProofScope[],
  early: EarlyLook,
): Promise<readonly ProvedEntity[]> {
  const [context] = scopes
  if (context === undefined) return []
  const checks = earlyRowChecks()
  checks.ask(scopes)
  try {
    return await proveAll(
      context,
      scopes.map((scope) => newProof(scope, checks)),
      early,
    )
  } finally {
    await checks.ended()
  }
}

async function proveAll(
  context: ProofScope,
  proofs: readonly EntityProof[],
  early: EarlyLook,
): Promise<readonly ProvedEntity[]> {
  const results = new Map<EntityProof, ProvedEntity>()
  let open = proofs
  const [first] = await allEnded([countFirst(context, open, early), ...open.map(lookForHidden)])
  const compared = await compareFirst(first)
  // What was asked while pages came is no look behind them, and takes none of those away.
  const wasEarly = [...first.values()].some(({ isEarly }) => isEarly)
  for (let healings = 0; ; healings++) {
    const left = open.filter((proof) => !compared.has(proof))
    const tries = healings === 0 && wasEarly ? mostComparisons + 1 : mostComparisons
    for (const [proof, counts] of await countWhileNothingLeaves(context, left, tries))
      compared.set(proof, await proveEntity(proof, counts))
    const mending = new Map<EntityProof, () => Promise<void>>()
    for (const [proof, result] of compared) {
      results.set(proof, result)
      const { entity, expected, loaded, seen, proved } = result
      context.emit({ type: 'proof.compared', entity, expected, loaded, seen, proved, round: healings + 1 })
      if (!result.equal) mending.set(proof, () => healEntity(proof, result))
      else if (isInDoubt(proof, result)) mending.set(proof, () => readEntityAgain(proof, result))
    }
    if (mending.size === 0 || healings === mostHealings) break
    for (const [proof, mend] of mending) {
      await mend()
      proof.rowChecks.forget()
    }
    open = [...mending.keys()]
    compared.clear()
  }
  return [...results.values()]
}

/**
 * Compares what stood still. What was asked while pages came may be older than they, so that rows which they brought have
 * left the settled set since: before it is a difference, and before such a row makes up for one too many, it is asked again.
 */
async function compareFirst(
  counted: ReadonlyMap<EntityProof, Counted>,
): Promise<Map<EntityProof, ProvedEntity>> {
  const compared = new Map<EntityProof, ProvedEntity>()
  for (const [proof, counts] of counted) {
    if (!counts.stable) continue
    const result = await proveEntity(proof, counts)
    if (!counts.isEarly || (result.equal && !(await hasYounger(proof, counts)))) compared.set(proof, result)
  }
  return compared
}

/** Whether the table holds a row that has changed since QuickBooks told what had. */
async function hasYounger({ scope }: EntityProof, { toldAt }: Counted): Promise<boolean> {
  if (!scope.entity.definition.cdc) return false
  if (toldAt === undefined) return true
  const rows = { lastUpdatedTime: { from: formatInstant(toldAt - marginMs) } }
  return (await countRows(scope, { rows, settledBefore: undefined })).live > 0
}

/** Equal numbers, and deletions that may hide in them: few rows are read again, many are left to be said. */
function isInDoubt({ isReadAgain }: EntityProof, { deletions, expected }: ProvedEntity): boolean {
  return deletions === 'unknown' && expected <= mostRowsInDoubt && !isReadAgain
}

async function proveEntity(
  proof: EntityProof,
  { source, stable, createdBefore }: Counted,
): Promise<ProvedEntity> {
  // Side by side: both go over all rows, and those of an entity that is healed now are looked at again.
  const [counted, checks] = await allEnded([
    compareEntity(proof.scope, source),
    proof.rowChecks.of(proof.scope),
  ])
  const comparison = await withoutKnownById(proof, counted)
  const deletions = await deletionsKnown(proof, comparison, createdBefore)
  const { visible, undated, found } = proof
  const proved = stable && comparison.equal
  return { ...comparison, stable, proved, deletions, visible, undated, found, rowChecks: checks }
}

interface Counted {
  readonly source: SettledCounts['source']
  readonly stable: boolean
  readonly createdBefore: number | undefined
  /** Whether it was asked what changed before all pages had come. */
  readonly isEarly: boolean
  /** QuickBooks' clock when it told what had changed, epoch milliseconds; undefined if it did not say. */
  readonly toldAt: number | undefined
}

/**
 * Takes what was counted while pages were read, and looks once at what changed since: a count stands if the last
 * change is older than it. The table is counted later: only this run writes to it.
 */
async function countFirst(
  context: ProofScope,
  proofs: readonly EntityProof[],
  early: EarlyLook,
): Promise<ReadonlyMap<EntityProof, Counted>> {
  const { counts: known, changes } = await early.take()
  const isKnown = proofs.every(({ scope }) => known.has(scope.entity.name))
  const counts = await allEnded(
    proofs.map(({ scope }) => known.get(scope.entity.name) ?? countSettled(countingScope(scope))),
  )
  return look(context, proofs, {
    counts,
    changes: isKnown ? changes : undefined,
    isStable: (lastNew, { since }) => lastNew < since,
  })
}

/** Counts each entity at the source between two looks at what changed, with nothing else between them. */
async function countWhileNothingLeaves(
  context: ProofScope,
  proofs: readonly EntityProof[],
  tries: number,
): Promise<ReadonlyMap<EntityProof, Counted>> {
  const counted = new Map<EntityProof, Counted>()
  let open = proofs
  for (let attempt = 1; attempt <= tries && open.length > 0; attempt++) {
    const counts = await allEnded(open.map(({ scope }) => countSettled(countingScope(scope))))
    // An Id that was known to have changed had left the settled set before: only a new one can have left it meanwhile.
    const looked = await look(context, open, { counts, changes: undefined, isStable: () => false })
    for (const [proof, found] of looked) counted.set(proof, found)
    open = open.filter((proof) => looked.get(proof)?.stable !== true)
  }
  return counted
}

interface Look {
  /** Of each proof. */
  readonly counts: readonly SettledCounts[]
  /** What has been told behind them; undefined: it is to be asked for. */
  readonly changes: ToldChanges | undefined
  /** Whether a count stands although an Id is new, which changed at this time. */
  isStable(this: void, lastNew: number, counts: SettledCounts): boolean
}

/** Applies what changed, and finds out whether what was counted before stands. */
async function look(
  context: ProofScope,
  proofs: readonly EntityProof[],
  { counts, changes, isStable }: Look,
): Promise<ReadonlyMap<EntityProof, Counted>> {
  const [appeared, ages] = await allEnded([
    applyChanges(context, proofs, changes),
    allEnded(proofs.map(countForDeletions)),
  ])
  if (appeared.size > 0) for (const { rowChecks } of proofs) rowChecks.forget()
  const looked = new Map<EntityProof, Counted>()
  for (const [index, proof] of proofs.entries()) {
    const settled = counts[index] ?? { source: new Map(), since: Number.NEGATIVE_INFINITY }
    for (const [kind, count] of settled.source) rememberCount(proof, kind, count)
    const lastNew = appeared.get(proof)
    const stable = lastNew === undefined || isStable(lastNew, settled)
    const toldAt = serverInstant(changes?.answers.get(proof.scope.entity.name)?.time)
    const how = { isEarly: changes !== undefined, toldAt }
    looked.set(proof, { source: settled.source, stable, createdBefore: ages[index], ...how })
  }
  return looked
}

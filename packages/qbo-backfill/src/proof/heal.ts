import { countAtSource, countInTable, locate } from '../compare/counts.js'
import type { EntityComparison, SetComparison } from '../compare/compare-entity.js'
import { isReadWhole, setOf } from '../plan/entity-range.js'
import { countBeforeSettled } from './deletions.js'
import { rememberCount, type EntityProof } from './entity-proof.js'
import { countKnown } from './known-by-id.js'
import { beginHealing, lookUpOrBury, idsQuery, type Healing } from './look-up-or-bury.js'
import { expectedOf, readWholeAgain, readWindowsAgain } from './read-again.js'

/** A span of windows that holds no more rows than this is read again rather than counted in halves. */
const rereadRows = 1000

/** Whether the source stood still while it was compared. */
type Compared = EntityComparison & { readonly stable: boolean }

/**
 * Mends what the comparison found: rows that the table has and this run has not seen are looked up by Id, and where
 * rows are missing the windows that differ are found by COUNT(*) and read again whole.
 */
export async function healEntity(proof: EntityProof, comparison: Compared): Promise<void> {
  const healing = beginHealing(proof, comparison)
  for (const set of comparison.sets) {
    if (set.equal) continue
    if (isReadWhole(proof.scope.entity.definition)) await readWholeAgain(healing)
    else await healSet(healing, set, comparison.stable)
  }
  tellHealed(healing)
}

/** Reads all of an entity again, so that equal numbers mean the same rows although deletions are not told. */
export async function readEntityAgain(proof: EntityProof, comparison: EntityComparison): Promise<void> {
  const healing = beginHealing(proof, comparison)
  const { entity } = proof.scope
  if (isReadWhole(entity.definition)) await readWholeAgain(healing)
  else {
    // Before the reading: what is deleted after it is missing from the count at the end.
    const atFirst = await countBeforeSettled(proof.scope)
    for (const { kind, expected: count } of comparison.sets)
      await readWindowsAgain(healing, setOf(entity, kind), [{ first: 0, end: entity.windows.length, count }])
    proof.atFirst = atFirst
    proof.isReadAgain = true
  }
  tellHealed(healing)
}

function tellHealed({ proof, written, tombstoned }: Healing): void {
  const { scope } = proof
  scope.emit({ type: 'proof.healed', entity: scope.entity.name, written, tombstoned })
}

async function healSet(healing: Healing, { kind, expected }: SetComparison, stable: boolean): Promise<void> {
  const { proof, comparison, found } = healing
  const { scope } = proof
  const set = setOf(scope.entity, kind)
  const unseen = await scope.store.rows.idsNotSeen({ ...idsQuery(scope), rows: set.rows })
  // This run has met those that are listed: they are there, and to ask for them again would bring nothing.
  const listed = new Set(comparison.refusedIds)
  await lookUpOrBury(
    healing,
    unseen.filter((id) => !listed.has(id)),
  )
  // Rows that this run has read may have gone since, so too many are looked for as well as too few.
  const { loaded, settledByWindow } = await countInTable(scope, set)
  const known = await countKnown(proof, set)
  if (loaded - known.loaded === expected) return
  // What left while it was counted is no difference: one count more is less than to look for it.
  const count = stable ? expected : await countAtSource(scope, set)
  rememberCount(proof, kind, count)
  const loadedByWindow = settledByWindow.map((rows, window) => rows - (known.settledByWindow[window] ?? 0))
  const located = { count, loadedByWindow, mostRead: rereadRows }
  const spans = await locate(scope, set, located)
  for (const span of spans)
    if (span.end - span.first === 1) expectedOf(found, kind).set(span.first, span.count)
  const differing = spans.filter((span) => span.count !== span.loaded)
  if (differing.length > 0) await readWindowsAgain(healing, set, differing)
}

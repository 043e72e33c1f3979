import { recordId } from 'qbo-client'
import type { AnsweredPage } from '../compare/answered-page.js'
import type { EntityComparison } from '../compare/compare-entity.js'
import { lookUpByIds } from '../compare/look-up-by-ids.js'
import type { RecordScope } from '../compare/record-scope.js'
import { isRetryable } from '../failure/failure.js'
import { commitDeletions, commitRecords } from '../store/deliver.js'
import type { IdsQuery } from '../store/row-store.js'
import { changeTarget } from './change-target.js'
import type { EntityProof, FoundInWindows } from './entity-proof.js'

/** The mending of one entity: what it works with, and what it has done. */
export interface Healing {
  readonly proof: EntityProof
  readonly comparison: EntityComparison
  readonly found: FoundInWindows
  written: number
  tombstoned: number
}

/** Begins anew to learn about the windows: what an earlier mending found is of the past. */
export function beginHealing(proof: EntityProof, comparison: EntityComparison): Healing {
  const found: FoundInWindows = { expected: new Map(), missing: [] }
  proof.found = found
  return { proof, comparison, found, written: 0, tombstoned: 0 }
}

/** Writes what an answer brought that was asked for at this moment or after it; tells how many records of it could not be stored. */
export async function writeAnswer(healing: Healing, page: AnsweredPage, askedAt: Date): Promise<number> {
  const { scope } = healing.proof
  const { text, recordsPath, records, poisoned } = page
  const targets = records.map((record) => changeTarget(scope, record))
  const { runId } = scope.run
  const entity = scope.entity.name
  const commit = { runId, entity, text, recordsPath, targets, deleted: [], poisoned, askedAt }
  const counts = await commitRecords(scope, commit)
  healing.written += counts.inserted + counts.updated
  return counts.rejected
}

/**
 * Looks Ids up: one that is found is written, one that is not is gone, and only then becomes a tombstone. One that is
 * refused stays as it is, and the numbers tell it; where it may come later, the run tries again. One that an earlier look-up
 * of this proof has shown stays as well: what is deleted meanwhile, change data capture tells.
 */
export async function lookUpOrBury(healing: Healing, ids: readonly string[]): Promise<void> {
  const { scope, knownById, takenBack } = healing.proof
  const { definition } = scope.entity
  const { gone, refusal } = await lookUpByIds(scope, definition, ids, async (page, askedAt) => {
    for (const record of page.records) {
      const id = recordId(definition, record) ?? ''
      knownById.add(id)
      takenBack.delete(id)
    }
    await writeAnswer(healing, page, askedAt)
  })
  if (refusal !== undefined && isRetryable(refusal)) throw refusal
  for (const id of gone) if (knownById.has(id)) takenBack.add(id)
  await buryRows(
    healing,
    gone.filter((id) => !knownById.has(id)),
  )
}

/** Makes tombstones of rows that are known to be gone. */
export async function buryRows(healing: Healing, ids: readonly string[]): Promise<void> {
  const { proof } = healing
  const { run, entity } = proof.scope
  const tombstoned = await commitDeletions(proof.scope, { runId: run.runId, entity: entity.name }, ids)
  healing.tombstoned += tombstoned
  proof.buried += tombstoned
}

export function idsQuery({ entity, run, seenSince }: RecordScope): Omit<IdsQuery, 'rows'> {
  const { realmId, runId, settledBefore } = run
  return { realmId, entity: entity.name, runId, settledBefore, seenSince }
}

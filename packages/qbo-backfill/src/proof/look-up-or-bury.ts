import type { QboRecord } from 'qbo-client'
import type { EntityComparison } from '../compare/compare-entity.js'
import type { RecordScope } from '../compare/record-scope.js'
import { commitRecords } from '../store/deliver.js'
import type { PoisonedRow } from '../source/source.js'
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

interface AnsweredPage {
  /** Its text, or the UTF-8 of it. */
  readonly bytes: string | Uint8Array
  readonly records: readonly QboRecord[]
  readonly recordsPath: readonly string[]
  readonly poisoned?: readonly PoisonedRow[] | undefined
}

/** Writes what an answer brought that was asked for at this moment or after it; tells how many records of it could not be stored. */
export async function writeAnswer(healing: Healing, page: AnsweredPage, askedAt: Date): Promise<number> {
  const { scope } = healing.proof
  const { bytes: text, recordsPath, records, poisoned } = page
  const targets = records.map((record) => changeTarget(scope, record))
  const { runId } = scope.run
  const entity = scope.entity.name
  const commit = { runId, entity, text, recordsPath, targets, deleted: [], poisoned, askedAt }
  const counts = await commitRecords(scope, commit)
  healing.written += counts.inserted + counts.updated
  return counts.rejected
}

/** Looks Ids up: one that is found is written, one that is not is gone, and only then becomes a tombstone. */
export async function lookUpOrBury(healing: Healing, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { source, entity, signal } = healing.proof.scope
  const missing = new Set(ids)
  const askedAt = new Date()
  for await (const answer of source.readByIds(entity.name, ids, { signal })) {
    if (answer.poisoned === undefined) {
      for (const record of answer.records) {
        missing.delete(record.Id)
        healing.proof.knownById.add(record.Id)
      }
      await writeAnswer(healing, answer, askedAt)
    } else {
      // QuickBooks has it and cannot give it: it is not gone, and what the table holds of it is not proved.
      missing.delete(answer.poisoned.id)
      const nothing = { bytes: '{}', recordsPath: [], records: [] }
      await writeAnswer(healing, { ...nothing, poisoned: [answer.poisoned] }, askedAt)
    }
  }
  await buryRows(healing, [...missing])
}

/** Makes tombstones of rows that are known to be gone. */
export async function buryRows(healing: Healing, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const { proof } = healing
  const { run, entity } = proof.scope
  const deleted = ids.map((id) => ({ id }))
  const commit = { runId: run.runId, entity: entity.name, text: '{}', recordsPath: [], targets: [], deleted }
  const { tombstoned } = await commitRecords(proof.scope, commit)
  healing.tombstoned += tombstoned
  proof.buried += tombstoned
}

export function idsQuery({ entity, run, seenSince }: RecordScope): Omit<IdsQuery, 'rows'> {
  const { realmId, runId, settledBefore } = run
  return { realmId, entity: entity.name, runId, settledBefore, seenSince }
}

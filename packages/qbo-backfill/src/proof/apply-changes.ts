import { readInstant } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'
import { askCdc, isTaken, readChanges, type EntityChanges } from '../compare/read-changes.js'
import { changedRecord, goneRecord, learn, type ChangedRecord } from '../compare/known-changes.js'
import type { RunContext } from '../run/run-context.js'
import { commitRecords } from '../store/deliver.js'
import { changeTarget } from './change-target.js'
import type { ToldChanges } from './early-look.js'
import type { EntityProof } from './entity-proof.js'

/**
 * Asks what changed since S, unless it is told, and brings the table up to it: new versions are written, deletions become
 * tombstones. Adds to what is known, and tells the entities of which an Id was new to it, with the time of the last change
 * of one that was (epoch milliseconds; after all times if it does not say).
 */
export async function applyChanges(
  context: RunContext,
  proofs: readonly EntityProof[],
  told?: ToldChanges,
): Promise<ReadonlyMap<EntityProof, number>> {
  const appeared = new Map<EntityProof, number>()
  let [changed, deleted, overflowed] = [0, 0, false]
  const since = context.run.settledBefore
  const { answers, askedAt } = told ?? (await askChanges(context, proofs, since))
  for (const proof of proofs) {
    const { definition: entity, name } = proof.scope.entity
    const answer = answers.get(name)
    if (answer?.isAll === false) proof.overflowed = overflowed = true
    const { changes } = await readChanges(context, { entity, since, told: answer, isStored: true })
    for await (const part of changes) {
      const outcome = await applyPart(proof, part, askedAt)
      changed += outcome.changed
      deleted += outcome.deleted
      if (outcome.lastNew !== undefined)
        appeared.set(proof, Math.max(outcome.lastNew, appeared.get(proof) ?? Number.NEGATIVE_INFINITY))
    }
  }
  context.emit({ type: 'changes.applied', changed, deleted, overflowed })
  return appeared
}

async function askChanges(
  context: RunContext,
  proofs: readonly EntityProof[],
  since: string,
): Promise<ToldChanges> {
  const askedAt = new Date()
  const definitions = proofs.map(({ scope }) => scope.entity.definition)
  return { answers: await askCdc(context, definitions, since), askedAt }
}

async function applyPart(
  { scope, known }: EntityProof,
  part: EntityChanges,
  askedAt: Date,
): Promise<{ lastNew: number | undefined; changed: number; deleted: number }> {
  let lastNew: number | undefined
  const isNews = (record: ChangedRecord): boolean => {
    if (!known.has(record.id))
      lastNew = Math.max(
        lastNew ?? Number.NEGATIVE_INFINITY,
        readInstant(record.lastUpdatedTime) ?? Number.POSITIVE_INFINITY,
      )
    return learn(known, record)
  }
  const taken = isTaken(part)
  const targets = part.records.map((record): RecordTarget | null => {
    const isTold = taken(record) && isNews(changedRecord(record))
    return isTold ? changeTarget(scope, record) : null
  })
  const deleted = part.deleted
    .filter((stub) => isNews(goneRecord(stub)))
    .map((stub) => ({ id: stub.id, deletedAt: stub.lastUpdatedTime }))
  const changed = targets.filter((target) => target !== null).length
  const { entity, text, recordsPath, poisoned = [] } = part
  if (changed + deleted.length + poisoned.length > 0) {
    const { runId } = scope.run
    await commitRecords(scope, { runId, entity, text, recordsPath, targets, deleted, poisoned, askedAt })
  }
  return { lastNew, changed, deleted: deleted.length }
}

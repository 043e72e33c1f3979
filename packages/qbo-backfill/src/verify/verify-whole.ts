import { recordId, type EntityDefinition, type QboRecord } from 'qbo-client'
import { readEntity } from '../compare/entity-read.js'
import { lookUpByIds } from '../compare/look-up-by-ids.js'
import { hasOwnIds } from '../plan/entity-range.js'
import { remember, type KnownChanges } from '../compare/known-changes.js'
import { createOutcome } from './compare-deep.js'
import { driftOf, type DriftScope } from './drift.js'
import type { ComparedEntity } from './verify-entity.js'
import type { DeepOutcome } from '../verdict/verify-report.js'
import type { RecordScope } from '../compare/record-scope.js'

/** Entities without a usable time filter cannot be counted by it; they are few rows, so they are read and compared. */
export async function verifyWhole(
  scope: RecordScope,
  settledBefore: DriftScope['settledBefore'],
  deep: boolean,
): Promise<ComparedEntity & { readonly deep: DeepOutcome | undefined }> {
  const { realmId, runId } = scope.run
  const { definition: entity, name } = scope.entity
  const known: KnownChanges = new Map()
  const outcome = createOutcome(0)
  const whole = readEntity(scope, entity)
  let nameless = 0
  for await (const page of whole.pages) {
    const records = page.records.flatMap((record) => identified(entity, record) ?? [])
    nameless += page.records.length - records.length
    remember(known, { ...page, records })
    if (deep) await outcome.add(scope, page)
  }
  const isComplete = await whole.isComplete()
  const query = { realmId, runId, entity: name, rows: {}, seenSince: undefined, settledBefore: undefined }
  const live = await scope.store.rows.idsLive(query)
  const absent = isDaily(entity) ? [] : live.filter((id) => !known.has(id))
  const expected = known.size
  const { gone, refused, poisoned } = hasOwnIds(entity)
    ? await lookUpByIds(scope, entity, absent, async (page) => {
        remember(known, { records: page.records, deleted: [] })
      })
    : { gone: absent, refused: [], poisoned: [] }
  remember(known, { records: [], deleted: gone.map((id) => ({ id })) })
  const stored = await scope.store.rows.versions(realmId, name, [...known.keys()])
  const drifts = driftOf(known.values(), new Map(stored.map((row) => [row.id, row])), {
    windowOf: () => 0,
    settledBefore,
  })
  return {
    expected,
    loaded: live.length,
    drifts,
    unseen: Math.max(whole.unreadable(), poisoned.length) + nameless + (isComplete ? 0 : 1),
    unanswered: refused.length,
    stable: true,
    deletionsKnown: true,
    deep: deep ? outcome.result() : undefined,
  }
}

/** The record under the Id that its row has; what wraps a RecurringTransaction is taken off. */
function identified(entity: EntityDefinition, record: QboRecord): QboRecord | undefined {
  const Id = recordId(entity, record)
  if (Id === undefined) return undefined
  const isWrapped = entity.idPath.some((path) => path.includes('*'))
  const inner = isWrapped ? Object.values(record).find((value) => typeof value === 'object') : record
  return { ...(inner as QboRecord), Id }
}

/** A rate is of a day: QuickBooks shows the latest, and those of other days are history and not gone. */
function isDaily(entity: EntityDefinition): boolean {
  return entity.idPath.some((path) => path.includes('AsOfDate'))
}

import type { RecordScope } from '../run/run-context.js'
import { remember, type ChangedRecord } from './changed-record.js'
import { createOutcome } from './compare-deep.js'
import { driftOf, type DriftScope } from './drift.js'
import type { ComparedEntity } from './verify-entity.js'
import type { DeepOutcome } from './verify-report.js'

/** Entities without a usable time filter cannot be counted by it; they are few rows, so they are read and compared. */
export async function verifyWhole(
  scope: RecordScope,
  entity: string,
  settledBefore: DriftScope['settledBefore'],
  deep: boolean,
): Promise<ComparedEntity & { readonly deep: DeepOutcome | undefined }> {
  const { realmId, runId } = scope.run
  const known = new Map<string, ChangedRecord>()
  const outcome = createOutcome(0)
  for await (const page of scope.source.pages({ entity: entity as never, signal: scope.signal })) {
    remember(known, { ...page, entity, deleted: [] })
    if (deep) await outcome.add(scope, entity, page)
  }
  const expected = known.size
  const live = await scope.store.idsLive({
    realmId,
    runId,
    entity,
    rows: {},
    seenSince: undefined,
    settledBefore: undefined,
  })
  const gone = live.filter((id) => !known.has(id)).map((id) => ({ id }))
  remember(known, { entity, text: '', recordsPath: [], records: [], deleted: gone })
  const stored = await scope.store.storedVersions(realmId, entity, [...known.keys()])
  const drifts = driftOf(known.values(), new Map(stored.map((row) => [row.id, row])), {
    windowOf: () => 0,
    settledBefore,
  })
  return {
    expected,
    loaded: live.length,
    drifts,
    counted: [],
    stable: true,
    deletionsKnown: true,
    deep: deep ? outcome.result() : undefined,
  }
}

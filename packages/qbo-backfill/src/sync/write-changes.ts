import type { QboRecord } from 'qbo-client'
import type { RecordTarget, WriteCounts } from 'qbo-raw-sink'
import type { EntityChanges } from '../proof/read-changes.js'
import { deliverRecords, type DeliveryScope } from '../run/deliver.js'
import type { BackfillStore } from '../store/store.js'

export interface WrittenChanges extends WriteCounts {
  readonly tombstoned: number
}

export interface ChangesTarget extends DeliveryScope {
  readonly store: BackfillStore
  readonly syncId: string
  readonly entity: string
  readonly attribute: (record: QboRecord) => RecordTarget
  /** Where the cursor goes with the last part; undefined leaves it where it is. */
  readonly nextSince: string | undefined
}

/** Commits the parts as they come; the cursor moves with the last of them, also where there is nothing to write. */
export async function writeChanges(
  target: ChangesTarget,
  changes: AsyncIterable<EntityChanges>,
): Promise<WrittenChanges> {
  let written: WrittenChanges = {
    inserted: 0,
    updated: 0,
    unchanged: 0,
    stale: 0,
    rejected: 0,
    tombstoned: 0,
  }
  let held: EntityChanges = {
    entity: target.entity,
    text: '{}',
    recordsPath: [],
    records: [],
    deleted: [],
  }
  for await (const part of changes) {
    if (held.records.length > 0) written = sum(written, await commit(target, held, undefined))
    held = part
  }
  if (held.records.length === 0 && target.nextSince === undefined) return written
  return sum(written, await commit(target, held, target.nextSince))
}

async function commit(
  target: ChangesTarget,
  part: EntityChanges,
  changedSince: string | undefined,
): Promise<WrittenChanges> {
  const { store, lease, syncId, entity, attribute } = target
  // A stub stands among the records, and must never be taken for one.
  const stubs = new Set(part.deleted.map((stub) => stub.id))
  const commit = {
    runId: syncId,
    entity,
    text: part.text,
    recordsPath: part.recordsPath,
    targets: part.records.map((record) => (stubs.has(record.Id) ? null : attribute(record))),
    deleted: part.deleted.map(({ id, lastUpdatedTime }) => ({ id, deletedAt: lastUpdatedTime })),
  }
  await deliverRecords(target, commit)
  return store.commitSync(lease, { ...commit, changedSince })
}

function sum(a: WrittenChanges, b: WrittenChanges): WrittenChanges {
  return {
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    stale: a.stale + b.stale,
    rejected: a.rejected + b.rejected,
    tombstoned: a.tombstoned + b.tombstoned,
  }
}

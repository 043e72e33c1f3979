import type { QboRecord, EntityName } from 'qbo-client'
import type { RecordTarget, WriteCounts } from 'qbo-raw-sink'
import { emptyPage } from '../compare/answered-page.js'
import { isTaken, type EntityChanges } from '../compare/read-changes.js'
import { deliverRecords, type DeliveryScope } from '../store/deliver.js'
import type { Store } from '../store/store.js'
import type { SyncPlace } from '../store/sync-store.js'

export interface WrittenChanges extends WriteCounts {
  readonly tombstoned: number
}

export interface ChangesTarget extends DeliveryScope {
  readonly store: Store
  readonly syncId: string
  readonly entity: EntityName
  readonly attribute: (record: QboRecord) => RecordTarget
  /** A moment before anything was asked for: a record that is shown then was not deleted before. */
  readonly askedAt: Date
}

export const nothingWritten: WrittenChanges = {
  inserted: 0,
  updated: 0,
  unchanged: 0,
  stale: 0,
  rejected: 0,
  tombstoned: 0,
}

/**
 * Commits the parts as they come; the cursor moves with the last of them, also where there is nothing to write.
 *
 * @param placeBehind where the cursor goes, asked for behind the last part; undefined leaves it where it is.
 */
export async function writeChanges(
  target: ChangesTarget,
  changes: AsyncIterable<EntityChanges>,
  placeBehind: () => SyncPlace | undefined,
): Promise<WrittenChanges> {
  let written = nothingWritten
  let held: EntityChanges = emptyPart(target.entity)
  for await (const part of changes) {
    if (holds(held)) written = sumWritten(written, await commit(target, held, undefined))
    held = part
  }
  const place = placeBehind()
  if (!holds(held) && place === undefined) return written
  return sumWritten(written, await commit(target, held, place))
}

/** Commits one part; the cursor stays. */
export async function writePart(target: ChangesTarget, part: EntityChanges): Promise<WrittenChanges> {
  return commit(target, part, undefined)
}

/** Marks records as gone that nobody told to be. */
export async function writeDeletions(target: ChangesTarget, ids: readonly string[]): Promise<WrittenChanges> {
  if (ids.length === 0) return nothingWritten
  return writePart(target, { ...emptyPart(target.entity), deleted: ids.map((id) => ({ id })) })
}

function emptyPart(entity: EntityName): EntityChanges {
  return { ...emptyPage, entity, deleted: [] }
}

function holds({ records, deleted, poisoned = [] }: EntityChanges): boolean {
  return records.length + deleted.length + poisoned.length > 0
}

async function commit(
  target: ChangesTarget,
  part: EntityChanges,
  place: SyncPlace | undefined,
): Promise<WrittenChanges> {
  const { store, lease, syncId, entity, attribute, askedAt } = target
  const taken = isTaken(part)
  const commit = {
    runId: syncId,
    entity,
    text: part.text,
    recordsPath: part.recordsPath,
    targets: part.records.map((record) => (taken(record) ? attribute(record) : null)),
    deleted: part.deleted.map(({ id, lastUpdatedTime }) => ({ id, deletedAt: lastUpdatedTime })),
    poisoned: part.poisoned,
    askedAt,
  }
  await deliverRecords(target, commit)
  return store.sync.commit(lease, { ...commit, place })
}

export function sumWritten(a: WrittenChanges, b: WrittenChanges): WrittenChanges {
  return {
    inserted: a.inserted + b.inserted,
    updated: a.updated + b.updated,
    unchanged: a.unchanged + b.unchanged,
    stale: a.stale + b.stale,
    rejected: a.rejected + b.rejected,
    tombstoned: a.tombstoned + b.tombstoned,
  }
}

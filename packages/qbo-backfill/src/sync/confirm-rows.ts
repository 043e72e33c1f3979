import { recordId, type EntityDefinition } from 'qbo-client'
import { readEntity } from '../compare/entity-read.js'
import { readById, type EntityChanges } from '../compare/read-changes.js'
import type { Source } from '../source/source.js'
import {
  nothingWritten,
  sumWritten,
  writeChanges,
  writeDeletions,
  type ChangesTarget,
  type WrittenChanges,
} from './write-changes.js'

/** What one sync may spend on an entity: twenty calls of 400 Ids. */
export const mostRowsLookedUp = 8000

export interface ConfirmedRows {
  readonly written: WrittenChanges
  /** Rows that are still to be looked up. */
  readonly open: number
}

/**
 * Finds the deletions that nobody tells. Every live row that QuickBooks has not shown is looked up by its Id, those first
 * that were seen longest ago: what is there is written, and only what is not there becomes a tombstone.
 *
 * @param before rows seen since this instant (of the database) are known to be there; undefined: only those that this
 * sync has seen.
 */
export async function confirmRows(
  target: ChangesTarget & { readonly source: Source },
  entity: EntityDefinition,
  before: string | undefined,
): Promise<ConfirmedRows> {
  // A rate is of a day: QuickBooks shows the latest, and those of other days are history and not gone.
  if (entity.idPath.length > 1) return { written: nothingWritten, open: 0 }
  const { realmId } = target.lease
  const { ids, total } = await target.store.sync.unconfirmedRows({
    realmId,
    entity: entity.name,
    syncId: target.syncId,
    before,
    limit: mostRowsLookedUp,
  })
  if (ids.length === 0) return { written: nothingWritten, open: 0 }
  const found = new Set<string>()
  const look =
    entity.idPath[0]?.length === 1 ? lookUp(target, entity, ids, found) : readAgain(target, entity, found)
  const written = await writeChanges(target, look.parts, undefined)
  if (!(await look.isComplete())) return { written, open: total }
  const gone = await writeDeletions(
    target,
    ids.filter((id) => !found.has(id)),
  )
  return { written: sumWritten(written, gone), open: total - ids.length }
}

interface SecondLook {
  readonly parts: AsyncIterable<EntityChanges>
  /** Whether what it did not show is not there. Ask it behind the last part. */
  isComplete(): Promise<boolean>
}

function lookUp(
  scope: ChangesTarget & { readonly source: Source },
  entity: EntityDefinition,
  ids: readonly string[],
  found: Set<string>,
): SecondLook {
  async function* read(): AsyncGenerator<EntityChanges> {
    for await (const part of readById(scope, entity, ids)) {
      for (const record of part.records) found.add(recordId(entity, record) ?? '')
      for (const row of part.poisoned ?? []) if ('id' in row) found.add(row.id)
      yield part
    }
  }
  return { parts: read(), isComplete: () => Promise.resolve(true) }
}

/** What has no Id that one could ask for is read whole once more. */
function readAgain(
  scope: { readonly source: Source; readonly signal: AbortSignal },
  entity: EntityDefinition,
  found: Set<string>,
): SecondLook {
  const whole = readEntity(scope, entity)
  return {
    parts: whole.pages,
    async isComplete() {
      for (const id of whole.ids) found.add(id)
      return whole.unreadable() === 0 && (await whole.isComplete())
    },
  }
}

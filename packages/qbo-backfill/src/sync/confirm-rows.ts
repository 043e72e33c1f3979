import type { EntityDefinition } from 'qbo-client'
import { readEntity } from '../compare/entity-read.js'
import { lookUpByIds } from '../compare/look-up-by-ids.js'
import { hasOwnIds } from '../plan/entity-range.js'
import type { Source } from '../source/source.js'
import {
  nothingWritten,
  sumWritten,
  writeChanges,
  writeDeletions,
  writePart,
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
  target: ConfirmTarget,
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
  const look = hasOwnIds(entity) ? await readByIds(target, entity, ids) : await readAgain(target, entity, ids)
  if (look.gone === undefined) return { written: look.written, open: total }
  const buried = await writeDeletions(target, look.gone)
  return { written: sumWritten(look.written, buried), open: total - ids.length + look.refused }
}

interface SecondLook {
  readonly written: WrittenChanges
  /** What it did not show; undefined where nothing follows from that. */
  readonly gone: readonly string[] | undefined
  /** Rows that QuickBooks would not answer for. */
  readonly refused: number
}

type ConfirmTarget = ChangesTarget & { readonly source: Source }

async function readByIds(
  target: ConfirmTarget,
  entity: EntityDefinition,
  ids: readonly string[],
): Promise<SecondLook> {
  let written = nothingWritten
  const { gone, refused } = await lookUpByIds(target, entity, ids, async (page) => {
    written = sumWritten(written, await writePart(target, { ...page, entity: entity.name, deleted: [] }))
  })
  return { written, gone, refused: refused.length }
}

/** What has no Id that one could ask for is read whole once more. */
async function readAgain(
  target: ConfirmTarget,
  entity: EntityDefinition,
  ids: readonly string[],
): Promise<SecondLook> {
  const whole = readEntity(target, entity)
  const written = await writeChanges(target, whole.pages, () => undefined)
  const isWhole = whole.unreadable() === 0 && (await whole.isComplete())
  return { written, gone: isWhole ? ids.filter((id) => !whole.ids.has(id)) : undefined, refused: 0 }
}

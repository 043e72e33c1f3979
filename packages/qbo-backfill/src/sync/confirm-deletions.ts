import { readInstant, type EntityDefinition } from 'qbo-client'
import { lookUpByIds } from '../compare/look-up-by-ids.js'
import type { EntityChanges } from '../compare/read-changes.js'
import type { RecordScope } from '../compare/record-scope.js'
import { hasOwnIds, isReadWhole } from '../plan/entity-range.js'

/** Changes of which the deletions have been looked up. */
export interface ConfirmedChanges {
  readonly changes: AsyncIterable<EntityChanges>
  /**
   * How many are told to be deleted, and are not known to be: a query gives them as they were before that, or is refused.
   * Ask it behind the last part.
   */
  readonly doubtful: () => number
}

type Deleted = EntityChanges['deleted']

/**
 * Looks up, four hundred a call, what change data capture calls deleted: it has said so of records that were only changed
 * (QuickBooks-V3-DotNET-SDK#189), and a tombstone is not undone before a record changes again. Only what a query leaves out
 * is gone; what it gives is a change.
 */
export function confirmDeletions(
  scope: Pick<RecordScope, 'source' | 'signal'>,
  entity: EntityDefinition,
  told: AsyncIterable<EntityChanges>,
): ConfirmedChanges {
  let doubtful = 0
  async function* confirmed(): AsyncGenerator<EntityChanges> {
    for await (const part of told) {
      if (part.deleted.length === 0 || isReadWhole(entity) || !hasOwnIds(entity)) {
        yield part
        continue
      }
      const shown: EntityChanges[] = []
      const ids = part.deleted.map(({ id }) => id)
      const { gone, refused } = await lookUpByIds(scope, entity, ids, async (page) => {
        shown.push({ ...page, entity: entity.name, deleted: [] })
      })
      doubtful += refused.length + contradictions(part.deleted, shown)
      yield* shown
      const isGone = new Set(gone)
      yield { ...part, deleted: part.deleted.filter(({ id }) => isGone.has(id)) }
    }
  }
  return { changes: confirmed(), doubtful: () => doubtful }
}

/** Records that are given in a version of before their deletion: one of the two answers is wrong, or late. */
function contradictions(deleted: Deleted, shown: readonly EntityChanges[]): number {
  const times = new Map(deleted.map(({ id, lastUpdatedTime }) => [id, readInstant(lastUpdatedTime)]))
  const records = shown.flatMap((part) => part.records)
  return records.filter(({ Id, MetaData }) => {
    const [told, given] = [times.get(Id), readInstant(MetaData?.LastUpdatedTime)]
    return told === undefined || given === undefined || given < told
  }).length
}

import { recordId, type EntityDefinition } from 'qbo-client'
import type { EntityChanges } from './read-changes.js'
import type { RecordScope } from './record-scope.js'

/** An entity without a usable time filter, read from its first record to its last. */
export interface EntityRead {
  readonly pages: AsyncIterable<EntityChanges>
  /** What the pages so far have shown, by the Id of the table. */
  readonly ids: ReadonlySet<string>
  /** Records that QuickBooks has and cannot give, so far. */
  unreadable(): number
  /** Whether nothing can have been passed over. Ask it behind the last page. */
  isComplete(): Promise<boolean>
}

/** Reads all records of an entity by position. */
export function readEntity(
  scope: Pick<RecordScope, 'source' | 'signal'>,
  entity: EntityDefinition,
): EntityRead {
  const { name, strategy } = entity
  const ids = new Set<string>()
  let unreadable = 0
  let nameless = 0
  async function* read(): AsyncGenerator<EntityChanges> {
    for await (const page of scope.source.pages({ entity: name, signal: scope.signal })) {
      const { bytes: text, recordsPath, records, poisoned = [] } = page
      unreadable += poisoned.length
      for (const record of records) {
        const id = recordId(entity, record)
        if (id === undefined) nameless += 1
        else ids.add(id)
      }
      yield { entity: name, text, recordsPath, records, deleted: [], poisoned }
    }
  }
  return {
    pages: read(),
    ids,
    unreadable: () => unreadable,
    async isComplete() {
      if (strategy === 'singleton') return true
      // Between two pages positions move, and a page may be short, or empty, by the server's whim.
      const { count } = await scope.source.count({ entity: name }, { signal: scope.signal })
      return count === ids.size + unreadable + nameless
    },
  }
}

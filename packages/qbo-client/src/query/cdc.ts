import type { EntityName } from './entity.js'
import type { QboRecord } from './record.js'

/** A record that is gone: all that QuickBooks tells of it. */
export interface DeletedRecord {
  readonly id: string
  readonly lastUpdatedTime?: string
}

/** What changed in one entity. */
export interface EntityChanges {
  readonly entity: EntityName
  /** Where the array is in the text, such as `['CDCResponse', '0', 'QueryResponse', '1', 'Invoice']`. */
  readonly recordsPath: readonly string[]
  /** The array as it stands in the text, stubs of deleted records included. */
  readonly records: readonly QboRecord[]
  readonly deleted: readonly DeletedRecord[]
}

/** The answer of change data capture. */
export interface CdcAnswer {
  readonly text: string
  /** The server's clock, ISO 8601 UTC: the next `changedSince`, less an overlap. */
  readonly time?: string
  readonly intuitTid?: string
  readonly request: string
  readonly durationMs: number
  readonly changes: readonly EntityChanges[]
  /** 1000 objects or more in all: there is more, and CDC has no second page. Ask entity by entity, then query. */
  readonly overflowed: boolean
}

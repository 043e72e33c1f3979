/** A record as QuickBooks Online serves it. Only what the simulator itself reads has a type. */
export interface QboRecord {
  /** Unique within its entity and company. */
  readonly Id: string
  /** Counts the versions from 0: digits. */
  readonly SyncToken?: string
  /** When it was made and last changed: instants with the Pacific offset, to the second. */
  readonly MetaData?: {
    /** When it was made. */
    readonly CreateTime?: string
    /** When it last changed. */
    readonly LastUpdatedTime?: string
  }
  readonly [field: string]: unknown
}

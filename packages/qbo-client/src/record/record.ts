/** A record as QuickBooks sent it. Ids are strings: some are longer than a number can hold, some are words. */
export interface QboRecord {
  /** Unique within its entity and company. */
  readonly Id: string
  /** Counts the versions: digits. */
  readonly SyncToken?: string | undefined
  /** When it was made and last changed. */
  readonly MetaData?:
    | {
        /** When it was made: an instant with an offset, to the second. It never changes. */
        readonly CreateTime?: string | undefined
        /** When it last changed: an instant with an offset, to the second. */
        readonly LastUpdatedTime?: string | undefined
      }
    | undefined
  readonly [field: string]: unknown
}

/** One answer; `records` is its array, record for record. */
export interface Page<T = QboRecord> {
  /** What came over the wire, decoded when it is first asked for. */
  readonly text: string
  /** The same as it came, in UTF-8: what a store of the whole page takes with the least work. */
  readonly bytes: Uint8Array
  /** The records, in the order of the text. */
  readonly records: readonly T[]
  /** The statement that was sent. */
  readonly request: string
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string
  /** The server's clock when it answered, ISO 8601 UTC. */
  readonly time?: string
  /** From sending to the last byte, in milliseconds. */
  readonly durationMs: number
  /** Where the array is in the text, such as `['QueryResponse', 'Invoice']`. */
  readonly recordsPath: readonly string[]
}

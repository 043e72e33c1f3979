/** A record as QuickBooks sent it. Ids are strings: some are longer than a number can hold, some are words. */
export interface QboRecord {
  readonly Id: string
  readonly SyncToken?: string | undefined
  readonly MetaData?:
    { readonly CreateTime?: string | undefined; readonly LastUpdatedTime?: string | undefined } | undefined
  readonly [field: string]: unknown
}

/** One answer; `records` is its array, record for record. */
export interface Page<T = QboRecord> {
  /** What came over the wire, decoded when it is first asked for. */
  readonly text: string
  /** The same as it came, in UTF-8: what a store of the whole page takes with the least work. */
  readonly bytes: Uint8Array
  readonly records: readonly T[]
  /** The statement that was sent. */
  readonly request: string
  readonly intuitTid?: string
  readonly durationMs: number
  /** Where the array is in the text, such as `['QueryResponse', 'Invoice']`. */
  readonly recordsPath: readonly string[]
}

/** A record as QuickBooks sent it. Ids are strings: some are longer than a number can hold, some are words. */
export interface QboRecord {
  readonly Id: string
  readonly SyncToken?: string | undefined
  readonly MetaData?:
    { readonly CreateTime?: string | undefined; readonly LastUpdatedTime?: string | undefined } | undefined
  readonly [field: string]: unknown
}

/** One answer. `text` is what came over the wire; `records` is its array, record for record. */
export interface Page<T = QboRecord> {
  readonly text: string
  readonly records: readonly T[]
  /** The statement that was sent. */
  readonly request: string
  readonly intuitTid?: string
  readonly durationMs: number
  /** Where the array is in the text, such as `['QueryResponse', 'Invoice']`. */
  readonly recordsPath: readonly string[]
}

/** Where a scan stands. Save it in the transaction that saves the page, and give it back to go on. */
export interface ScanCursor {
  /** The boundary: the second of the last record read, `YYYY-MM-DDTHH:MM:SSZ`; empty before the first. */
  readonly key: string
  /** The Ids already seen at that second. */
  readonly ids: readonly string[]
  /** The distinct Ids of the whole scan so far. */
  readonly distinct: number
  /** Nothing is left. */
  readonly done: boolean
}

import { SinkError } from '../sink-error.js'

/** The half-open span a record is attributed to. ISO 8601 instants with an offset. */
export interface Window {
  readonly start: string
  readonly end: string
}

/** What to do with one record of the page. */
export interface RecordTarget {
  /** `null`: the row keeps the window it has; a new row gets none. */
  readonly window: Window | null
  /** Update the row if it is stored, never insert it: a record outside the asked range. */
  readonly onlyIfStored?: boolean | undefined
}

export interface Page {
  readonly realmId: string
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** The answer's own text, as it came: a string, or its UTF-8. */
  readonly text: string | Uint8Array
  /**
   * Where the records are in the answer: an array, or one object.
   * @defaultValue `['QueryResponse', entity]`
   */
  readonly recordsPath?: readonly string[] | undefined
  /**
   * One window for all records, or one target a record in the order of the text; `null` leaves that record
   * alone: it is neither written nor counted.
   */
  readonly windows: Window | readonly (RecordTarget | null)[]
  readonly runId: string
  readonly page: { readonly number: number; readonly size: number }
}

/**
 * What became of the distinct Ids of a page (duplicates inside a page count once, as the newest).
 * A record that was only to be written if stored, and is not, is in none of these.
 */
export interface WriteCounts {
  readonly inserted: number
  /** A newer version, another payload under the same version, or a row that came back from a tombstone. */
  readonly updated: number
  readonly unchanged: number
  /** The table holds a newer version: only the sighting was noted. */
  readonly stale: number
  /** No Id, or refused by PostgreSQL: in `qb_rejects` with its original text, not in the table. */
  readonly rejected: number
}

/** A target in the form of the statement: `null` is a record to leave alone. */
export type Targets = Window | readonly (RecordTarget | null)[]

export function isOneWindow(targets: Targets): targets is Window {
  return !Array.isArray(targets)
}

/** @throws {SinkError} SINK_INVALID_PAGE: a target too few or too many would attribute records wrongly. */
export function checkTargetCount(targets: Targets, records: number): void {
  if (isOneWindow(targets) || targets.length === records) return
  throw new SinkError(
    'SINK_INVALID_PAGE',
    `The page holds ${records} records but came with ${targets.length} targets. Give one target a record, in the order of the text.`,
  )
}

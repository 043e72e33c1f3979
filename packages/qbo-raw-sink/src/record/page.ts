import { z } from 'zod'
import { SinkError } from '../sink-error.js'
import { validated } from '../validated.js'

/** The half-open span a record is attributed to. ISO 8601 instants with an offset. */
export interface RecordWindow {
  /** Its first instant. */
  readonly start: string
  /** The first instant after it. */
  readonly end: string
}

/** What to do with one record of the page. */
export interface RecordTarget {
  /** `null`: the row keeps the window it has; a new row gets none. */
  readonly window: RecordWindow | null
  /** Update the row if it is stored, never insert it: a record outside the asked range. */
  readonly onlyIfStored?: boolean | undefined
}

/** One answer of QuickBooks, and what to do with its records. */
export interface RawPage {
  /** The company: digits. Ids are unique within it only. */
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
   * @defaultValue none: each row keeps the window that it has, a new one gets none
   */
  readonly windows?: RecordWindow | readonly (RecordTarget | null)[] | undefined
  /** Who writes: it is put into `run_id` of every row that is touched. */
  readonly runId: string
  /**
   * When the page was asked for, or any moment before. A row that was marked as deleted before then is alive: it is read
   * after all. Without it only a record at least as new as the deletion brings a row back.
   */
  readonly askedAt?: Date | undefined
  /** Which page it is; kept with the rows. */
  readonly page: {
    /** Its number, from 1. */
    readonly number: number
    /** How many records it could have. */
    readonly size: number
  }
}

/**
 * What became of the distinct Ids of a page (duplicates inside a page count once, as the newest).
 * A record that was only to be written if stored, and is not, is in none of these.
 */
export interface WriteCounts {
  /** Rows that are new. */
  readonly inserted: number
  /** A newer version, another payload under the same version, or a row that came back from a tombstone. */
  readonly updated: number
  /** Rows that were there as they came: only the sighting was noted. */
  readonly unchanged: number
  /** The table holds a newer version: only the sighting was noted. */
  readonly stale: number
  /** No Id, or refused by PostgreSQL: in `qb_rejects` with its original text, not in the table. */
  readonly rejected: number
}

/** A target in the form of the statement: `null` is a record to leave alone. */
export type Targets = RecordWindow | readonly (RecordTarget | null)[]

export function isOneWindow(targets: Targets): targets is RecordWindow {
  return !Array.isArray(targets)
}

const name = z
  .string()
  .min(1)
  .refine((text) => !text.includes('\0'), 'PostgreSQL has no text with NUL in it')

const pageHead = z.object({
  realmId: name,
  runId: name,
  askedAt: z.date().optional(),
  page: z.object({ number: z.int32(), size: z.int32() }),
})

/**
 * What the caller says of a page. PostgreSQL would refuse it as it refuses data, and each record would be listed as one
 * that cannot be stored.
 * @throws {SinkError} SINK_INVALID_OPTIONS
 */
export function checkPageHead(page: RawPage): void {
  validated('writePage', pageHead, page)
}

/** @throws {SinkError} SINK_INVALID_PAGE: a target too few or too many would attribute records wrongly. */
export function checkTargetCount(targets: Targets, records: number): void {
  if (isOneWindow(targets) || targets.length === records) return
  throw new SinkError(
    'SINK_INVALID_PAGE',
    `The page holds ${records} records but came with ${targets.length} targets. Give one target a record, in the order of the text.`,
  )
}

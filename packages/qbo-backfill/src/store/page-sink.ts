import type { QboRecord } from 'qbo-client'
import type { RecordTarget } from 'qbo-raw-sink'

/**
 * A second place for every record: a bucket, a queue, another database. It gets each page before the transaction that
 * commits the page and its place to PostgreSQL, which holds the rows and the proof all the same.
 */
export interface PageSink {
  /**
   * Resolves once the page is safe: that is the confirmation without which the run does not go on. It may come more than
   * once, so writing it twice must change nothing. An error is met as one of the database is: retried if it says
   * `retryable: true` or is a broken connection, else the segment fails and the next run begins with this page.
   *
   * Reject when the signal aborts: the run waits for it. The realm's fence does not hold here: a run that lost its realm
   * to another may still deliver a page, which then comes again.
   */
  write(page: SinkPage, options: { readonly signal: AbortSignal }): Promise<void>
}

/** What one answer of QuickBooks brings of an entity, or a proof found out about it. */
export interface SinkPage {
  /**
   * Names the page: by its place in the run, or by its content where the proof or a sync has found it. A page that comes
   * again under its key replaces what came before: QuickBooks is asked anew, and may by then answer otherwise.
   */
  readonly key: string
  /** The run, or the sync, that brings it. */
  readonly runId: string
  /** The company: digits. Ids are unique within it only. */
  readonly realmId: string
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** The answer as it came. Take numbers from here, where JavaScript's are not exact enough. */
  readonly text: string
  /** Where the list of records is in the answer. */
  readonly recordsPath: readonly string[]
  /** Those of the answer that are to be kept. Pages come in any order, so an older version must not replace a newer one. */
  readonly records: readonly SinkRecord[]
  /** Records that are gone at QuickBooks. */
  readonly deleted: readonly SinkDeletion[]
}

/** A record of a page that is to be kept. */
export interface SinkRecord {
  /** Its place in the list of the answer, from 0. */
  readonly index: number
  /** Parsed, with all its fields. */
  readonly record: QboRecord
  /** Where it is attributed to; null if it keeps the window that it has. */
  readonly window: RecordTarget['window']
  /** It lies outside the range: update it where it is kept, and leave it alone where it is not. */
  readonly onlyIfStored: boolean
}

/** A record that is gone at QuickBooks. */
export interface SinkDeletion {
  /** The record's Id. */
  readonly id: string
  /** Absent where only a look-up by Id showed it. */
  readonly deletedAt?: string | undefined
}

/** A record that could not be stored as it came, with its original text. */
export interface Reject {
  readonly rejectId: string
  readonly realmId: string
  readonly entity: string
  /** The record's Id where one could be read. */
  readonly recordId: string | null
  /** True: the row is in its table with U+FFFD for what PostgreSQL cannot hold. False: it is not. */
  readonly saved: boolean
  /** An SQLSTATE, or one of our own words such as `missing-id` or `nul-character`. */
  readonly reason: string
  readonly message: string
  readonly original: string | null
  /** What the caller added, such as the second and ordinal of a record that QuickBooks fails to deliver. */
  readonly detail: unknown
  readonly runId: string
  readonly firstSeen: string
  readonly lastSeen: string
  readonly acknowledgedAt: string | null
  /** Set when a later version of the record, or a replay, was stored. */
  readonly resolvedAt: string | null
}

/** A record that could not be stored as it came, with its original text. */
export interface Reject {
  /** Names the entry: digits. */
  readonly rejectId: string
  /** The company: digits. */
  readonly realmId: string
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** The record's Id where one could be read. */
  readonly recordId: string | null
  /** True: the row is in its table with U+FFFD for what PostgreSQL cannot hold. False: it is not. */
  readonly saved: boolean
  /** An SQLSTATE, or one of our own words such as `missing-id` or `nul-character`. */
  readonly reason: string
  /** Why, for people. */
  readonly message: string
  /** The record's text as it came; null where it could not be had. */
  readonly original: string | null
  /** What the caller added, such as the second and ordinal of a record that QuickBooks fails to deliver. */
  readonly detail: unknown
  /** The run that met it last. */
  readonly runId: string
  /** When it was first met: an ISO instant. */
  readonly firstSeen: string
  /** When it was last met: an ISO instant. */
  readonly lastSeen: string
  /** When a person accepted that it is absent: an ISO instant; null where nobody has. */
  readonly acknowledgedAt: string | null
  /** Set when a later version of the record, or a replay, was stored. */
  readonly resolvedAt: string | null
}

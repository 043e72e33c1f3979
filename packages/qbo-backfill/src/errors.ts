/** What went wrong, as a value that code can branch on. */
export type BackfillErrorCode =
  /** The options of the run are wrong; nothing was read or written. */
  | 'BACKFILL_INVALID_OPTIONS'
  /** An unfinished run of the same realm, entities and range was planned with other windows, zone or schema. */
  | 'BACKFILL_PLAN_CHANGED'
  /** The realm is being run by somebody else. */
  | 'BACKFILL_LOCKED'
  /** Somebody else took the realm over while this run was working; nothing of ours was written after that. */
  | 'BACKFILL_LEASE_LOST'
  /** The realm was loaded before under the other environment (sandbox or production). */
  | 'BACKFILL_ENVIRONMENT_MISMATCH'
  /** The database lacks tables and this role may not create them. */
  | 'BACKFILL_NOT_MIGRATED'
  /** The database was migrated by a newer version of this package. */
  | 'BACKFILL_SCHEMA_TOO_NEW'
  /** The run has spent the API calls that it was allowed. */
  | 'BACKFILL_BUDGET_SPENT'
  /** The database cannot be reached or broke off. */
  | 'BACKFILL_DATABASE_UNAVAILABLE'

export interface BackfillErrorOptions {
  readonly retryable?: boolean
  readonly cause?: unknown
}

const brand: symbol = Symbol.for('qbo-backfill.error')

/** The one error class of this package. */
export class BackfillError extends Error {
  override readonly name = 'BackfillError'
  readonly code: BackfillErrorCode
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean

  constructor(code: BackfillErrorCode, message: string, options: BackfillErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
    Object.defineProperty(this, brand, { value: true })
  }
}

/** Recognises a BackfillError also across two installed copies of this package. */
export function isBackfillError(error: unknown): error is BackfillError {
  return typeof error === 'object' && error !== null && brand in error
}

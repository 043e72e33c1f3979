/** What went wrong, for a program to branch on. */
export type SinkErrorCode =
  /** The options, or the arguments of a call, are not what they should be. */
  | 'SINK_INVALID_OPTIONS'
  /** The text of the page is no JSON, or has another number of records than targets. */
  | 'SINK_INVALID_PAGE'
  /** The tables are not there yet: call `migrate`. */
  | 'SINK_NOT_MIGRATED'
  /** A table of that name exists that the sink did not make. */
  | 'SINK_FOREIGN_TABLE'
  /** A newer version of this package has migrated the schema. */
  | 'SINK_SCHEMA_TOO_NEW'
  /** The role may not do this (SQLSTATE 42501). */
  | 'SINK_FORBIDDEN'
  /** PostgreSQL refused a statement; `sqlState` says why. */
  | 'SINK_DATABASE'

const brand: symbol = Symbol.for('qbo-raw-sink.error')

export interface SinkErrorDetails {
  readonly retryable?: boolean | undefined
  readonly sqlState?: string | undefined
  readonly cause?: unknown
}

/** The one error class of this package. */
export class SinkError extends Error {
  override readonly name = 'SinkError'
  readonly code: SinkErrorCode
  /** The same call may succeed later: the connection was lost, a deadlock was resolved against us, … */
  readonly retryable: boolean
  readonly sqlState: string | undefined

  constructor(code: SinkErrorCode, message: string, details: SinkErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = code
    this.retryable = details.retryable ?? false
    this.sqlState = details.sqlState
    Object.defineProperty(this, brand, { value: true })
  }
}

/** True for a SinkError of any installed copy of this package. */
export function isSinkError(value: unknown): value is SinkError {
  return typeof value === 'object' && value !== null && brand in value
}

/** The five characters of a PostgreSQL error (`pg` and PGlite both call them `code`), or undefined. */
function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

/** Wraps what the driver threw. A SinkError passes as it is. */
export function toSinkError(cause: unknown, doing: string): SinkError {
  if (isSinkError(cause)) return cause
  const sqlState = sqlStateOf(cause)
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new SinkError(codeOf(sqlState), `Could not ${doing}: ${reason}`, {
    cause,
    sqlState,
    retryable: isRetryable(sqlState, cause),
  })
}

function codeOf(sqlState: string | undefined): SinkErrorCode {
  if (sqlState === '42P01' || sqlState === '3F000') return 'SINK_NOT_MIGRATED'
  if (sqlState === '42501') return 'SINK_FORBIDDEN'
  return 'SINK_DATABASE'
}

// Connection lost, transaction rolled back (deadlock, serialization), out of resources, shut down or cancelled
// by the operator, lock not available.
const retryableStates = /^(?:08|40|53|57P|55P03)/
const networkCodes = /^(?:ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)/

function isRetryable(sqlState: string | undefined, cause: unknown): boolean {
  if (sqlState !== undefined) return retryableStates.test(sqlState)
  if (typeof cause !== 'object' || cause === null) return false
  if ('code' in cause && typeof cause.code === 'string') return networkCodes.test(cause.code)
  // node-postgres has no code for a socket that closed under a query, or before it.
  return cause instanceof Error && /^Connection terminated|not queryable$/.test(cause.message)
}

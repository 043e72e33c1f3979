import { databaseFailure } from './database-failure.js'

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
  /** A view has to be dropped that somebody has built something on. */
  | 'SINK_VIEW_IN_USE'
  /** A newer version of this package has migrated the schema. */
  | 'SINK_SCHEMA_TOO_NEW'
  /** The database is not in UTF-8, and cannot hold what QuickBooks sends. */
  | 'SINK_DATABASE_ENCODING'
  /** The role may not do this (SQLSTATE 42501). */
  | 'SINK_FORBIDDEN'
  /** PostgreSQL refused a statement; `sqlState` says why. */
  | 'SINK_DATABASE'

const brand: symbol = Symbol.for('qbo-raw-sink.error')

/** One thing that is wrong with what was given, and where it stands. */
export interface SinkIssue {
  /** Where: `page.number`, `entities[2]`; empty for the whole. */
  readonly path: string
  /** What is wrong, and what it must be. */
  readonly message: string
}

export interface SinkErrorDetails {
  readonly retryable?: boolean | undefined
  readonly sqlState?: string | undefined
  readonly issues?: readonly SinkIssue[] | undefined
  readonly cause?: unknown
}

/** The one error class of this package. */
export class SinkError extends Error {
  /** Always `SinkError`; to recognise one use `isSinkError`, which knows other copies of this package too. */
  override readonly name = 'SinkError'
  /** What went wrong: decide by this, never by the message. */
  readonly code: SinkErrorCode
  /** The same call may succeed later: the connection was lost, a deadlock was resolved against us, … */
  readonly retryable: boolean
  /** The SQLSTATE that PostgreSQL refused by, five characters; undefined where it was not asked, or the connection broke. */
  readonly sqlState: string | undefined
  /** All that is wrong with what was given, for `SINK_INVALID_OPTIONS`; absent otherwise. */
  declare readonly issues?: readonly SinkIssue[]

  constructor(code: SinkErrorCode, message: string, details: SinkErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined)
    this.code = code
    this.retryable = details.retryable ?? false
    this.sqlState = details.sqlState
    if (details.issues !== undefined)
      Object.defineProperty(this, 'issues', { value: details.issues, enumerable: true })
    Object.defineProperty(this, brand, { value: true })
  }

  /** Plain data, so that an error written to a log says all it knows; its cause, which is the driver's, is left out. */
  toJSON(): Record<string, unknown> {
    return { message: this.message, ...Object.fromEntries(Object.entries(this)) }
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
    retryable: databaseFailure(cause) === 'passing',
  })
}

function codeOf(sqlState: string | undefined): SinkErrorCode {
  if (sqlState === '42P01' || sqlState === '3F000') return 'SINK_NOT_MIGRATED'
  if (sqlState === '42501') return 'SINK_FORBIDDEN'
  return 'SINK_DATABASE'
}

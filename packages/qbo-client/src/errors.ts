/** What went wrong, for programs. Decide by `code` and `retryable`; the message is for people. */
export type QboErrorCode =
  /** An option, argument or statement that can be seen to be wrong before anything is sent. */
  | 'QBO_INVALID_OPTIONS'
  /** The API refused the access token, and refused its successor too. */
  | 'QBO_UNAUTHORIZED'
  /** The refresh token is dead: a person must consent again. */
  | 'QBO_REAUTHORIZATION_REQUIRED'
  /** The store holds no token and no seed was given. */
  | 'QBO_TOKEN_MISSING'
  /** The token host could not answer just now. Stored tokens are as they were. */
  | 'QBO_REFRESH_FAILED'
  /** The token host does not accept the client id and secret. */
  | 'QBO_CLIENT_REJECTED'
  /** The token host does not do what it was asked for: it is not Intuit's, or not that of this API. */
  | 'QBO_TOKEN_REQUEST_REFUSED'
  /** A login did not end well: consent denied, a foreign state, a port taken. */
  | 'QBO_AUTHORIZATION_FAILED'
  /** The token store could not be read or written, or did not keep what was saved. */
  | 'QBO_TOKEN_STORE_FAILED'
  /** The stored record does not open: another encryption key, or it is damaged. A new grant takes its place. */
  | 'QBO_TOKENS_UNREADABLE'
  /** The realm's request limit was hit (code 3001), or the month's calls are spent. */
  | 'QBO_THROTTLED'
  /** The company does not belong to this environment or this app (codes 3100 and 130). */
  | 'QBO_ENVIRONMENT_MISMATCH'
  /** The app or its user may not read this (codes 3201, 3202, 5020; HTTP 403). */
  | 'QBO_FORBIDDEN'
  /** The company's plan lacks the feature behind this entity (code 5030). */
  | 'QBO_FEATURE_UNAVAILABLE'
  /** The company is locked or under maintenance (codes 140 and 150): try much later. */
  | 'QBO_COMPANY_UNAVAILABLE'
  /** The subscription of the company has ended (code 6190). */
  | 'QBO_SUBSCRIPTION_ENDED'
  /** QuickBooks could not parse or would not accept the statement (codes 4000 and 4001). */
  | 'QBO_QUERY_INVALID'
  /** QuickBooks failed on a row while answering (codes 4002 and 10000): ask for less. */
  | 'QBO_QUERY_UNPROCESSABLE'
  /** There is no such object (code 610; HTTP 404). */
  | 'QBO_NOT_FOUND'
  /** Any other fault. See `faults`. */
  | 'QBO_FAULT'
  /** The server failed (HTTP 5xx, code 7001). */
  | 'QBO_SERVER_ERROR'
  /** A gateway gave up waiting (code 6002; HTTP 504 and 408): ask for less. */
  | 'QBO_GATEWAY_TIMEOUT'
  /** The connection failed, or broke before the last byte. */
  | 'QBO_NETWORK'
  /** The last byte of the answer did not come in time. */
  | 'QBO_TIMEOUT'
  /** The answer is larger than any that is expected (128 MiB a page, 1 MiB of the token host): ask for less. */
  | 'QBO_ANSWER_TOO_LARGE'
  /** An answer that is not what the API promises: cut off, not JSON, no envelope. */
  | 'QBO_UNEXPECTED_RESPONSE'
  /** A report that is no answer to what was asked: other dates or types, unreadable cells, empty without saying so. */
  | 'QBO_REPORT_REFUSED'
  /** The transactions of a single day are more than a report shows. */
  | 'QBO_REPORT_TRUNCATED'
  /** The body of a webhook is none that Intuit sends. */
  | 'QBO_WEBHOOK_UNREADABLE'

/** One entry of a QuickBooks fault, whatever format it came in. */
export interface QboFault {
  /** QuickBooks' number of it, as text: `3001`, `4002`. */
  readonly code?: string | undefined
  /** QuickBooks' words, short. */
  readonly message?: string | undefined
  /** QuickBooks' words, long. */
  readonly detail?: string | undefined
  /** The field that it is about, where it is about one. */
  readonly element?: string | undefined
  /** The fault's type, such as ValidationFault or SystemFault. */
  readonly type?: string | undefined
}

/** One thing that is wrong with what was given, and where it stands. */
export interface QboIssue {
  /** Where: `rateLimit.perMinute`, `entities[2]`; empty for the whole. */
  readonly path: string
  /** What is wrong, and what it must be. Never quotes a value, which may be a secret in the wrong place. */
  readonly message: string
}

/** What an error knows beyond its code and message. */
export interface QboErrorDetails {
  /** Whether the same call may succeed later. @defaultValue `false` */
  readonly retryable?: boolean | undefined
  /** The HTTP status; absent where no answer came. */
  readonly status?: number | undefined
  /** What QuickBooks said, entry by entry. */
  readonly faults?: readonly QboFault[] | undefined
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string | undefined
  /** The statement or path that failed; never a header. */
  readonly request?: string | undefined
  /** How long the server asked to be left alone. */
  readonly retryAfterMs?: number | undefined
  /** The `error` field of the token host's answer. */
  readonly oauthError?: string | undefined
  /** All that is wrong: with the options, for QBO_INVALID_OPTIONS; with a report, for QBO_REPORT_REFUSED. */
  readonly issues?: readonly QboIssue[] | undefined
  /** What the record still says of the seeds that were tried (their SHA-256), for QBO_TOKENS_UNREADABLE. */
  readonly triedSeeds?: readonly string[] | undefined
  /** What lies under it. */
  readonly cause?: unknown
}

const brand: symbol = Symbol.for('qbo-client.error')

/** The one error class of this package. It never holds a token, a secret or a header. */
export class QboError extends Error {
  /** Always `QboError`; to recognise one use `isQboError`, which knows other copies of this package too. */
  override readonly name: string = 'QboError'
  /** What went wrong: decide by this, never by the message. */
  readonly code: QboErrorCode
  /** Whether the same call may succeed later without anybody changing anything. */
  readonly retryable: boolean
  /** The HTTP status; absent where no answer came. */
  declare readonly status?: number
  /** What QuickBooks said, entry by entry, whatever format it came in. */
  declare readonly faults?: readonly QboFault[]
  /** Intuit's id of the answer, for its support. */
  declare readonly intuitTid?: string
  /** The statement or path that failed; never a header. */
  declare readonly request?: string
  /** How long the server asked to be left alone, in milliseconds. */
  declare readonly retryAfterMs?: number
  /** The `error` field of the token host's answer: `invalid_grant`. */
  declare readonly oauthError?: string
  /** All that is wrong: with the options, for `QBO_INVALID_OPTIONS`; with a report, for `QBO_REPORT_REFUSED`. */
  declare readonly issues?: readonly QboIssue[]
  /** SHA-256 of the seeds that were tried, for `QBO_TOKENS_UNREADABLE`. */
  declare readonly triedSeeds?: readonly string[]

  constructor(code: QboErrorCode, message: string, details: QboErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.retryable = details.retryable ?? false
    for (const field of detailFields) {
      const value = details[field]
      if (value !== undefined) Object.defineProperty(this, field, { value, enumerable: true })
    }
    Object.defineProperty(this, brand, { value: true })
  }

  /** Plain data, so that an error written to a log says all it knows. */
  toJSON(): Record<string, unknown> {
    return { message: this.message, ...Object.fromEntries(Object.entries(this)) }
  }
}

const detailFields = [
  'status',
  'faults',
  'intuitTid',
  'request',
  'retryAfterMs',
  'oauthError',
  'issues',
  'triedSeeds',
] as const satisfies readonly (keyof QboErrorDetails)[]

/** Recognises a QboError, also one of another installed copy of this package. */
export function isQboError(value: unknown): value is QboError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}

/** `QBO_INVALID_OPTIONS`: what is wrong stands in the message as `path: message`, and one by one in `issues`. */
export function refusedOptions(what: string, issues: readonly QboIssue[]): QboError {
  const said = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  return new QboError('QBO_INVALID_OPTIONS', `${what}: ${said.join('; ')}.`, { issues })
}

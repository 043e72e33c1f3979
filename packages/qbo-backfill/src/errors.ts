import type { Words } from './language.js'

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
  /** The database is not in UTF-8, and cannot hold what QuickBooks sends. */
  | 'BACKFILL_DATABASE_ENCODING'
  /** What the engine's tables hold, or what the host's driver answers for it, is not what this package writes. */
  | 'BACKFILL_STATE_UNREADABLE'
  /** The run, or the app in this month, has spent the API calls that it was allowed. */
  | 'BACKFILL_BUDGET_SPENT'
  /** The time that the work was allowed is over; its place is saved. */
  | 'BACKFILL_TIME_SPENT'
  /** The database cannot be reached or broke off. */
  | 'BACKFILL_DATABASE_UNAVAILABLE'
  /** The caller's own page sink did not take a page. */
  | 'BACKFILL_PAGE_SINK_FAILED'

/** One thing that is wrong with what was given, and where it stands. */
export interface BackfillIssue {
  /** Where: `from`, `entities[2]`, `checks[0]`; empty for the whole. */
  readonly path: string
  /** What is wrong, and what it must be. */
  readonly message: string
}

export interface BackfillErrorOptions {
  readonly retryable?: boolean
  readonly resumeAfter?: string | undefined
  readonly cause?: unknown
  readonly issues?: readonly BackfillIssue[]
}

const brand: symbol = Symbol.for('qbo-backfill.error')

/** The one error class of this package. */
export class BackfillError extends Error {
  /**
   * Always `BackfillError`; to recognise one use `isBackfillError`, which knows other copies of this package
   * too.
   */
  override readonly name = 'BackfillError'
  /** What went wrong: decide by this, never by the message. */
  readonly code: BackfillErrorCode
  /** Whether the same call may succeed later with nothing changed. */
  readonly retryable: boolean
  /** All that is wrong with what was given, for `BACKFILL_INVALID_OPTIONS` of a call; absent otherwise. */
  declare readonly issues?: readonly BackfillIssue[]

  /** From when on the same call may succeed, an ISO instant in UTC, where that is known. */
  declare readonly resumeAfter?: string

  /** The message in Spanish, as the command line shows it to who reads Spanish; absent where only the code can be told in it. */
  declare readonly spanish?: string

  constructor(code: BackfillErrorCode, message: string | Words, options: BackfillErrorOptions = {}) {
    super(
      typeof message === 'string' ? message : message.en,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    // Not enumerable: hosts and logs are told in one language.
    if (typeof message === 'object') Object.defineProperty(this, 'spanish', { value: message.es })
    this.code = code
    this.retryable = options.retryable ?? false
    if (options.resumeAfter !== undefined)
      Object.defineProperty(this, 'resumeAfter', { value: options.resumeAfter, enumerable: true })
    if (options.issues !== undefined)
      Object.defineProperty(this, 'issues', { value: options.issues, enumerable: true })
    Object.defineProperty(this, brand, { value: true })
  }

  /** Plain data, so that an error written to a log says all it knows; its cause is left out. */
  toJSON(): Record<string, unknown> {
    return { message: this.message, ...Object.fromEntries(Object.entries(this)) }
  }
}

/** Recognises a BackfillError also across two installed copies of this package. */
export function isBackfillError(error: unknown): error is BackfillError {
  return typeof error === 'object' && error !== null && brand in error
}

/** `BACKFILL_INVALID_OPTIONS`: what is wrong stands in the message as `path: message`, and one by one in `issues`. */
export function refusedOptions(
  what: string,
  issues: readonly BackfillIssue[],
  beside: readonly WrongOption[] = [],
): BackfillError {
  const said = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  const message = [`${what}: ${ended(said.join('; '))}`, ...sentences(beside, 'en')].join(' ')
  return new BackfillError('BACKFILL_INVALID_OPTIONS', message, {
    issues: [...issues, ...beside.map(issueOf)],
  })
}

/** Something that is wrong with an option, as a sentence of its own in each language. */
export interface WrongOption extends Words {
  readonly path: string
  /** As `issues` say it. @defaultValue the English sentence */
  readonly message?: string
}

/** `BACKFILL_INVALID_OPTIONS` in the words of what is wrong. */
export function refused(wrong: readonly WrongOption[]): BackfillError {
  const words = { en: sentences(wrong, 'en').join(' '), es: sentences(wrong, 'es').join(' ') }
  return new BackfillError('BACKFILL_INVALID_OPTIONS', words, { issues: wrong.map(issueOf) })
}

function issueOf({ path, message, en }: WrongOption): BackfillIssue {
  return { path, message: message ?? en }
}

/** What is wrong with both ends of a range may be one thing. */
function sentences(wrong: readonly WrongOption[], language: keyof Words): readonly string[] {
  return [...new Set(wrong.map((each) => ended(each[language])))]
}

/** What asks what was meant ends by itself. */
function ended(said: string): string {
  return /[.?]$/u.test(said) ? said : `${said}.`
}

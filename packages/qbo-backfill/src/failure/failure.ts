import { databaseFailure } from 'qbo-raw-sink'
import { isBackfillError } from '../errors.js'

/** Codes of errors that every other segment would meet too. */
const endsRunCodes = new Set([
  'QBO_REAUTHORIZATION_REQUIRED',
  'QBO_TOKEN_MISSING',
  'QBO_UNAUTHORIZED',
  'QBO_CLIENT_REJECTED',
  'QBO_TOKEN_REQUEST_REFUSED',
  'QBO_TOKEN_STORE_FAILED',
  'QBO_TOKENS_UNREADABLE',
  'QBO_ENVIRONMENT_MISMATCH',
  'QBO_INVALID_OPTIONS',
  'BACKFILL_LEASE_LOST',
  'BACKFILL_BUDGET_SPENT',
  'BACKFILL_TIME_SPENT',
  'BACKFILL_LOCKED',
  'SINK_DATABASE_ENCODING',
  'BACKFILL_STATE_UNREADABLE',
])

/** SQLSTATE class 22: a value of the data that an expression could not take. */
export function isDataException(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if (codeOf(at)?.startsWith('22') === true) return true
  return false
}

/** All waits of `retrying` together: to wait longer is for the host, which need not hold the company meanwhile. */
const longestWaitMs = 120_000

/** Whether what was allowed is used up: what is under way is paid for, and may end. */
export function isSpent(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'BACKFILL_BUDGET_SPENT' || code === 'BACKFILL_TIME_SPENT'
}

export function endsRun(error: unknown): boolean {
  return (
    endsRunCodes.has(codeOf(error) ?? '') || isOfSetup(error) || (askedToWaitMs(error) ?? 0) > longestWaitMs
  )
}

/** How long QuickBooks asked to be left alone; undefined if it did not. */
export function askedToWaitMs(error: unknown): number | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { retryAfterMs } = at as { retryAfterMs?: unknown }
    if (typeof retryAfterMs === 'number') return retryAfterMs
  }
  return undefined
}

/** Whether the database refused because it is not set up, or not for this role. */
export function isOfSetup(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    // What lies under it is of the caller's own store.
    if (codeOf(at) === 'BACKFILL_PAGE_SINK_FAILED') return false
    if (databaseFailure(at) === 'setup') return true
  }
  return false
}

/** Whether the same work may succeed later with nothing changed, read from codes and `retryable`, never from a message. */
export function isRetryable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (isBackfillError(at)) return at.retryable
    const { retryable } = at as { retryable?: unknown }
    if (typeof retryable === 'boolean') return retryable
    if (databaseFailure(at) === 'passing') return true
  }
  return false
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' ? code : undefined
}

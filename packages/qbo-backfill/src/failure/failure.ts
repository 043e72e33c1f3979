import { databaseFailure } from 'qbo-raw-sink'
import { isBackfillError } from '../errors.js'
import { causesOf, codeOf } from './causes-of.js'
import type { ErrorCode } from './error-code.js'
import { endsRunByCode } from './ends-run-by-code.js'

/** SQLSTATE class 22: a value of the data that an expression could not take. */
export function isDataException(error: unknown): boolean {
  return [...causesOf(error)].some((at) => codeOf(at)?.startsWith('22') === true)
}

/** All waits of `retrying` together: to wait longer is for the host, which need not hold the company meanwhile. */
const longestWaitMs = 120_000

/** Whether what was allowed is used up: what is under way is paid for, and may end. */
export function isSpent(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'BACKFILL_BUDGET_SPENT' || code === 'BACKFILL_TIME_SPENT'
}

export function endsRun(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  const isForAll = Object.hasOwn(endsRunByCode, code) && endsRunByCode[code as ErrorCode]
  return isForAll || isOfSetup(error) || (askedToWaitMs(error) ?? 0) > longestWaitMs
}

/** How long QuickBooks asked to be left alone; undefined if it did not. */
export function askedToWaitMs(error: unknown): number | undefined {
  for (const at of causesOf(error)) {
    const { retryAfterMs } = at as { retryAfterMs?: unknown }
    if (typeof retryAfterMs === 'number') return retryAfterMs
  }
  return undefined
}

/** Whether the database refused because it is not set up, or not for this role. */
export function isOfSetup(error: unknown): boolean {
  for (const at of causesOf(error)) {
    // What lies under it is of the caller's own store.
    if (codeOf(at) === 'BACKFILL_PAGE_SINK_FAILED') return false
    if (databaseFailure(at) === 'setup') return true
  }
  return false
}

/** Whether the same work may succeed later with nothing changed, read from codes and `retryable`, never from a message. */
export function isRetryable(error: unknown): boolean {
  for (const at of causesOf(error)) {
    if (isBackfillError(at)) return at.retryable
    const { retryable } = at as { retryable?: unknown }
    if (typeof retryable === 'boolean') return retryable
    if (databaseFailure(at) === 'passing') return true
  }
  return false
}

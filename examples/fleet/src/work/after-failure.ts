import { eventError } from 'qbo-backfill'

/** What becomes of a job that failed: it waits for a time, or for a person. */
export type AfterFailure = { readonly runAt: Date } | { readonly needsPerson: true }

const firstDelayMs = 5000
const longestDelayMs = 900_000

/**
 * What may pass by itself is tried again: when QuickBooks or the budget says, else after a while that doubles. A slice that
 * is over goes behind those that wait. What stays as it is until somebody does something is kept for that person to see.
 */
export function afterFailure(error: unknown, attempt: number, now: number = Date.now()): AfterFailure {
  const { code, retryable, resumeAfter } = eventError(error)
  // The company is another job's for the moment, of whoever runs the command line beside the fleet.
  const isTaken = code === 'BACKFILL_LOCKED' || code === 'BACKFILL_LEASE_LOST'
  if (code === 'BACKFILL_TIME_SPENT') return { runAt: new Date(now) }
  if (resumeAfter !== undefined) return { runAt: new Date(resumeAfter) }
  if (!retryable && !isTaken) return { needsPerson: true }
  return { runAt: new Date(now + Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, attempt - 1))) }
}

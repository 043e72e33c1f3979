import type { QboError } from '../errors.js'

const baseMs = 500
const capMs = 30_000
/** A longer wait is the host's to plan: the error goes out at once, with `retryAfterMs`, and holds no lease meanwhile. */
export const longestPauseMs: number = 120_000

/** How far a request has come. */
export interface Attempts {
  /** All attempts so far. */
  readonly attempt: number
  /** Those that failed in the same way as the last. */
  readonly failed: number
  readonly retries: number
  /** How often this kind of failure may be tried again. */
  readonly retryLimit?: number | undefined
}

/** Whether the request is worth sending again. */
export function shouldRetry(error: QboError, { attempt, failed, retries, retryLimit }: Attempts): boolean {
  // A limit of its own says yes to a few kinds that are not retryable by themselves, such as code 6000.
  if (!error.retryable && retryLimit === undefined) return false
  if ((error.retryAfterMs ?? 0) > longestPauseMs) return false
  return attempt <= retries && failed <= (retryLimit ?? retries)
}

/** Exponential backoff with full jitter, never less than the server asked for. */
export function retryWaitMs(error: QboError, attempt: number, random: () => number): number {
  const backoff = random() * Math.min(capMs, baseMs * 2 ** (attempt - 1))
  // A throttled realm is paused as a whole by the limiter: here it takes only the jitter.
  if (error.code === 'QBO_THROTTLED') return Math.round(random() * 1000)
  return Math.round(Math.max(backoff, error.retryAfterMs ?? 0))
}

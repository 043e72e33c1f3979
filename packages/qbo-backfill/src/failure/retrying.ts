import { endsRun, isRetryable } from './failure.js'
import { pause } from './pause.js'

/** Waits between tries: together they outlast a database restart or a short outage of the API. */
const retryWaitsMs: readonly number[] = [1000, 2000, 4000, 8000, 15_000, 30_000, 60_000]

/** Does the work again while its errors may pass. What ends the run, an abort, and the last error are thrown. */
export async function retrying<T>(
  signal: AbortSignal,
  work: (attempt: number) => Promise<T>,
  onRetry: (attempt: number, waitMs: number, error: unknown) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted()
    try {
      return await work(attempt)
    } catch (error) {
      const waitMs = retryWaitsMs[attempt - 1]
      if (signal.aborted || endsRun(error) || !isRetryable(error) || waitMs === undefined) throw error
      onRetry(attempt, waitMs, error)
      await pause(waitMs, signal)
    }
  }
}

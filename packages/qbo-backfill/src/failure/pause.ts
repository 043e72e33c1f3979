import { setTimeout as delay } from 'node:timers/promises'

/** Waits; an abort ends the wait at once, with the signal's own reason. */
export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  try {
    await delay(milliseconds, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/**
 * Waits for something that may be given up until it has begun: an abort rejects at once with the signal's own reason,
 * and reaches the attempt as `waiting`; after `begin` was called it does neither.
 */
export async function tryUntilAborted<T>(
  signal: AbortSignal | undefined,
  attempt: (waiting: AbortSignal, begin: () => void) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const waiting = new AbortController()
  const giveUp = (): void => waiting.abort(signal?.reason)
  const begin = (): void => signal?.removeEventListener('abort', giveUp)
  signal?.addEventListener('abort', giveUp)
  const aborted = new Promise<never>((_, reject) => {
    waiting.signal.addEventListener('abort', () => reject(waiting.signal.reason as Error))
  })
  try {
    return await Promise.race([attempt(waiting.signal, begin), aborted])
  } finally {
    begin()
  }
}

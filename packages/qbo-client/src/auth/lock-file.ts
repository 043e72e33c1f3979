import { setTimeout as delay } from 'node:timers/promises'
import { tryLockFile, type HeldLock } from '../lock/lock-file.js'

/** A refresh takes as long as a request; one that gave no sign of life for so long is gone. */
const staleAfterMs = 30_000
const pollMs = 20

/** Runs `fn` while holding the lock; the signal ends the wait, never `fn`. */
export async function withLockFile<T>(
  path: string,
  fn: (lock: HeldLock) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const lock = await acquire(path, signal)
  try {
    return await fn(lock)
  } finally {
    lock.release()
  }
}

async function acquire(path: string, signal: AbortSignal | undefined): Promise<HeldLock> {
  for (;;) {
    signal?.throwIfAborted()
    const { lock } = tryLockFile(path, staleAfterMs)
    if (lock !== undefined) return lock
    await wait(signal)
  }
}

async function wait(signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(pollMs + Math.random() * pollMs, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

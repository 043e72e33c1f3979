import { dirname } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { QboError } from '../errors.js'
import { tryLockFile, type HeldLock } from '../lock/process-lock.js'
import { makeFolders } from '../lock/make-folders.js'

/** A refresh takes as long as a request; one that gave no sign of life for so long is gone. */
const staleAfterMs = 30_000
const pollMs = 20

/**
 * Runs `fn` while holding the lock, whose folder is made when it is missing; the signal ends the wait, never `fn`.
 *
 * @throws {QboError} `QBO_TOKEN_STORE_FAILED` with what the file system says, where no file can be made there.
 */
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
  await orCannotBeMade(path, () => makeFolders(dirname(path), { mode: 0o700 }))
  for (;;) {
    signal?.throwIfAborted()
    const { lock } = await orCannotBeMade(path, () => tryLockFile(path, staleAfterMs))
    if (lock !== undefined) return lock
    await wait(signal)
  }
}

async function orCannotBeMade<T>(path: string, make: () => T | Promise<T>): Promise<T> {
  try {
    return await make()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new QboError(
      'QBO_TOKEN_STORE_FAILED',
      `The lock file ${path} cannot be made: ${reason}. Make its folder writable, or name another token file.`,
      { cause: error },
    )
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

import { randomUUID } from 'node:crypto'
import { link, open, readFile, rename, stat, unlink, utimes } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * A lock between processes: a file that only one can create. Its holder touches it every few seconds, so that
 * one left behind by a killed process is known by its dead pid (same host) or by its age (any host).
 */
const heartbeatMs = 2_000
const staleAfterMs = 15_000
const pollMs = 20

/** Runs `fn` while holding the lock; the signal ends the wait, never `fn`. */
export async function withLockFile<T>(
  path: string,
  fn: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() })
  await acquire(path, mine, signal)
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined)
  }, heartbeatMs)
  heartbeat.unref()
  try {
    return await fn()
  } finally {
    clearInterval(heartbeat)
    await release(path, mine)
  }
}

async function acquire(path: string, mine: string, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    signal?.throwIfAborted()
    if (await create(path, mine)) return
    await removeIfStale(path)
    await wait(signal)
  }
}

/** The file appears with its content in one step, so that nobody reads an empty one: a link, not an open. */
async function create(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
  } finally {
    await file.close()
  }
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw error
  } finally {
    await unlink(draft)
  }
}

async function removeIfStale(path: string): Promise<void> {
  const seen = await holderOf(path)
  if (seen === undefined || !seen.stale) return
  // Two waiters may find the same dead lock. Taking it aside shows which one this is: if another waiter was
  // quicker, it is that one's live lock, and it is put back.
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return
    throw error
  }
  try {
    if ((await readFile(aside, 'utf8')) !== seen.content) await link(aside, path).catch(() => undefined)
  } finally {
    await unlink(aside)
  }
}

async function holderOf(path: string): Promise<{ content: string; stale: boolean } | undefined> {
  try {
    const [content, { mtimeMs }] = [await readFile(path, 'utf8'), await stat(path)]
    return { content, stale: Date.now() - mtimeMs > staleAfterMs || isDead(content) }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

function isDead(content: string): boolean {
  let holder: { pid?: unknown; host?: unknown }
  try {
    holder = JSON.parse(content) as typeof holder
  } catch {
    return false
  }
  if (holder.host !== hostname() || typeof holder.pid !== 'number') return false
  try {
    process.kill(holder.pid, 0)
    return false
  } catch (error) {
    return errorCode(error) === 'ESRCH'
  }
}

async function release(path: string, mine: string): Promise<void> {
  const holder = await holderOf(path)
  if (holder?.content === mine) await unlink(path)
}

async function wait(signal: AbortSignal | undefined): Promise<void> {
  try {
    await delay(pollMs + Math.random() * pollMs, undefined, signal === undefined ? {} : { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

function errorCode(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code
}

import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { randomUUID } from 'node:crypto'
import { isAlive, newHolder, parseHolder, type LockHolder } from './lock-holder.js'

/** A lock that this process has. */
export interface HeldLock {
  /**
   * Whether it still is ours, and a sign of life. A process that was stopped for long (a container that was paused) may
   * have been taken for dead: it must not go on with what the lock guards.
   */
  readonly isHeld: () => boolean
  readonly release: () => void
}

/** The lock, or who has it; neither, if it changed hands too often to tell. */
export type LockAttempt =
  | { readonly lock: HeldLock; readonly holder?: undefined }
  | { readonly lock?: undefined; readonly holder: LockHolder | undefined }

/** At most; locks that are taken over sooner are touched more often. */
const longestBeatMs = 5_000

/**
 * Tries to take a lock between processes, at once: a file that only one can create. Its holder writes to it every few
 * seconds. One whose process is dead is taken over; where that cannot be seen, in another container or on another
 * machine, one that gave no sign of life for `staleAfterMs`, by the clock of the file system.
 *
 * @throws {Error} what the file system says of a folder that cannot be written.
 */
export function tryLockFile(path: string, staleAfterMs: number): LockAttempt {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    const holder = newHolder()
    const created = create(path, holder)
    if ('fd' in created) return { lock: heldLock(path, created.fd, { holder, staleAfterMs }) }
    const seen = look(path)
    if (seen === undefined) continue
    const alive = seen.holder === undefined ? false : isAlive(seen.holder)
    if (alive ?? created.now - seen.beatAt <= staleAfterMs) return { holder: seen.holder }
    removeDead(path, seen.text)
  }
  return { holder: undefined }
}

/**
 * The file appears with its content in one step, so that nobody reads an empty one: a link, not an open. Gives the open
 * file, or what time it is to the file system.
 */
function create(path: string, holder: LockHolder): { readonly fd: number } | { readonly now: number } {
  const draft = `${path}.${holder.id}`
  const fd = openSync(draft, 'wx', 0o600)
  let isLinked = false
  try {
    writeSync(fd, JSON.stringify(holder))
    linkSync(draft, path)
    isLinked = true
    return { fd }
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return { now: fstatSync(fd).mtimeMs }
    throw error
  } finally {
    if (!isLinked) closeSync(fd)
    unlinkSync(draft)
  }
}

interface SeenLock {
  readonly text: string
  readonly holder: LockHolder | undefined
  readonly beatAt: number
}

function look(path: string): SeenLock | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    return { text, holder: parseHolder(text), beatAt: statSync(path).mtimeMs }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Two who wait may find the same dead lock. Taking it aside shows which one this is: if somebody was quicker, it is that
 * one's live lock, and it is put back.
 */
function removeDead(path: string, text: string): void {
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  try {
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, path)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  } finally {
    unlinkSync(aside)
  }
}

function heldLock(
  path: string,
  fd: number,
  { holder, staleAfterMs }: { readonly holder: LockHolder; readonly staleAfterMs: number },
): HeldLock {
  const beatMs = Math.min(longestBeatMs, staleAfterMs / 6)
  const text = JSON.stringify(holder)
  let beatAt = performance.now()
  let isOurs = true
  // Into the open file, wherever it is: by its path the sign of life would be that of whoever took the lock over.
  const beat = (): void => {
    beatAt = performance.now()
    try {
      writeSync(fd, text, 0)
      fdatasyncSync(fd)
    } catch {
      // A full disk: the next one may do.
    }
  }
  const isHeld = (): boolean => {
    isOurs &&= isFileAt(path, fd)
    if (isOurs && performance.now() - beatAt >= beatMs) beat()
    return isOurs
  }
  const timer = setInterval(beat, beatMs)
  timer.unref()
  return {
    isHeld,
    release() {
      clearInterval(timer)
      if (isHeld()) unlinkSync(path)
      isOurs = false
      closeSync(fd)
    },
  }
}

/** Whether the open file is the one at the path. One that is missing may be put back in a moment, by `removeDead`. */
function isFileAt(path: string, fd: number): boolean {
  const ours = fstatSync(fd, { bigint: true })
  for (let looks = 1; looks <= 5; looks += 1) {
    try {
      const there = statSync(path, { bigint: true })
      return there.ino === ours.ino && there.dev === ours.dev
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
  return false
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code
}

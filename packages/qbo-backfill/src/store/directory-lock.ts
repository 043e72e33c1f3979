import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { BackfillError } from '../errors.js'
import { processStart } from './process-start.js'

interface Holder {
  readonly pid: number
  /** When the process started, as the system tells it: a pid alone may belong to another process by now. */
  readonly start: string | undefined
  readonly host: string
}

/**
 * Guards a directory that only one process may open: a second PGlite on the same files corrupts them silently. The lock
 * is a file beside the directory; one whose process is dead is taken over.
 *
 * @throws {BackfillError} `BACKFILL_LOCKED` if a live process holds it.
 */
export function lockDirectory(directory: string): () => void {
  const path = `${directory}.lock`
  makeParent(directory)
  const mine: Holder = { pid: process.pid, start: processStart(process.pid), host: hostname() }
  for (let attempt = 1; ; attempt++) {
    if (tryCreate(path, mine)) return () => rmSync(path, { force: true })
    const holder = readHolder(path)
    if (holder !== undefined && isAlive(holder)) throw locked(directory, path, holder)
    if (attempt === 10) throw locked(directory, path, holder)
    removeDead(path, holder)
  }
}

/** Level by level: Node's recursive mkdir never ends where a file system takes no directories, such as /proc. */
function makeParent(directory: string): void {
  const parent = dirname(directory)
  const missing: string[] = []
  for (let at = parent; !existsSync(at); at = dirname(at)) missing.push(at)
  try {
    for (const at of missing.toReversed()) makeOne(at)
    if (!statSync(parent).isDirectory()) throw new Error(`${parent} is not a directory`)
  } catch (error) {
    throw unusable(error)
  }
}

/** Another starter may have been faster. */
function makeOne(directory: string): void {
  try {
    mkdirSync(directory)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** By a hard link, which appears with its content: a file that is created and then written can be seen empty. */
function tryCreate(path: string, holder: Holder): boolean {
  const draft = `${path}.${process.pid}`
  try {
    writeFileSync(draft, JSON.stringify(holder))
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw unusable(error)
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Two starters may find the same dead holder: whoever moves the file away has the say, if it is still the dead one's. */
function removeDead(path: string, dead: Holder | undefined): void {
  const aside = `${path}.${process.pid}.dead`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  // A faster starter's lock was moved away: it goes back, unless another one stands there already.
  if (moved !== undefined && JSON.stringify(moved) !== JSON.stringify(dead)) tryCreate(path, moved)
  rmSync(aside, { force: true })
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

function isAlive(holder: Holder): boolean {
  // Another machine's processes cannot be seen from here.
  if (holder.host !== hostname()) return true
  const start = processStart(holder.pid)
  return start !== undefined && (holder.start === undefined || start === holder.start)
}

function unusable(error: unknown): BackfillError {
  return new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    `DATABASE_URL cannot be used: ${(error as Error).message}`,
    { cause: error },
  )
}

function locked(directory: string, path: string, holder: Holder | undefined): BackfillError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`
  return new BackfillError(
    'BACKFILL_LOCKED',
    `The PGlite database ${directory} is open in ${who}. Wait for it; if it is certainly gone, delete ${path}.`,
    { retryable: true },
  )
}

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import type { ServerUser } from './server-user.ts'

/** Only root may write here: nobody can have put other programs there before us. */
const rootsCache = '/var/cache/qbo-postgres'

/**
 * The same programs where the user that runs the server may start them. A checkout in /root, or in any folder that others
 * may not enter, keeps its `node_modules` from that user; then there is a copy, made once for each build of PostgreSQL.
 *
 * @param folder - the `bin` of an installation that can be moved as a whole, as those of npm can
 */
export function reachablePrograms(folder: string, user: ServerUser | undefined): string {
  if (user === undefined || mayStart(folder, user)) return folder
  const installation = dirname(folder)
  const copy = join(rootsCache, identityOf(folder))
  if (!existsSync(copy)) copyWhole(installation, copy)
  return join(copy, 'bin')
}

function mayStart(folder: string, user: ServerUser): boolean {
  return spawnSync(join(folder, 'postgres'), ['--version'], { ...user, cwd: '/' }).status === 0
}

/** Of what the server is made of, not of where it is: several checkouts share a copy. */
function identityOf(folder: string): string {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'postgres')))
    .digest('hex')
    .slice(0, 16)
}

/** Under another name until it is whole: several test runs may copy at once, and one may be cut short. */
function copyWhole(installation: string, copy: string): void {
  // Whatever root's umask is.
  if (mkdirSync(rootsCache, { recursive: true }) !== undefined) chmodSync(rootsCache, 0o755)
  const { uid, mode } = lstatSync(rootsCache)
  if (uid !== 0 || (mode & 0o022) !== 0)
    throw new Error(`${rootsCache} can be written to by others than root.`)
  const unfinished = mkdtempSync(join(rootsCache, 'unfinished-'))
  try {
    const whole = join(unfinished, 'whole')
    cpSync(installation, whole, { recursive: true, verbatimSymlinks: true })
    for (const entry of readdirSync(whole, { recursive: true, withFileTypes: true }))
      if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755)
    chmodSync(whole, 0o755)
    renameSync(whole, copy)
  } catch (error) {
    if (!existsSync(copy)) throw error
  } finally {
    rmSync(unfinished, { recursive: true, force: true })
  }
}

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { BackfillError } from '../errors.js'
import { lockDirectory } from './directory-lock.js'
import type { PgliteLike } from './pglite-dialect.js'

/** Opens a PGlite in memory (`memory`) or in a directory, which is locked until it is closed. */
export async function openPglite(location: string): Promise<PgliteLike> {
  const { PGlite, types } = await importPglite()
  const options = { serializers: { [types.BYTEA]: hexOf } }
  if (location === 'memory') return PGlite.create(options)
  const directory = resolve(location)
  const release = lockDirectory(directory)
  try {
    if (!existsSync(join(directory, 'PG_VERSION')))
      await createWhole(directory, (path) => PGlite.create(path))
    const pglite = await PGlite.create(directory, options)
    return {
      query: (text, parameters) => pglite.query(text, parameters),
      async close() {
        await pglite.close()
        release()
      },
    }
  } catch (error) {
    release()
    throw error instanceof BackfillError ? error : unusable(location, error)
  }
}

/** A page goes to the database as bytes. PGlite makes text of them through a list of numbers: 0.4 s for a page. */
function hexOf(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

/** A process killed while it makes a database leaves half of one: so it is made beside its place, and moved there whole. */
async function createWhole(
  directory: string,
  create: (path: string) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    throw new BackfillError(
      'BACKFILL_INVALID_OPTIONS',
      `DATABASE_URL names a directory that holds something else than a PGlite database: ${directory}`,
    )
  }
  mkdirSync(dirname(directory), { recursive: true })
  const unfinished = `${directory}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  const fresh = await create(unfinished)
  await fresh.close()
  rmSync(directory, { recursive: true, force: true })
  renameSync(unfinished, directory)
}

async function importPglite(): Promise<typeof import('@electric-sql/pglite')> {
  try {
    return await import('@electric-sql/pglite')
  } catch (error) {
    throw new BackfillError(
      'BACKFILL_INVALID_OPTIONS',
      'DATABASE_URL names a PGlite, and @electric-sql/pglite is not installed. Install it, or use postgres://…',
      { cause: error },
    )
  }
}

function unusable(location: string, error: unknown): BackfillError {
  return new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    `DATABASE_URL cannot be used: pglite:${location}: ${String(error)}`,
    {
      cause: error,
    },
  )
}

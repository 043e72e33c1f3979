import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BackfillError } from '../errors.js'
import { lockDirectory } from './directory-lock.js'
import type { PgliteLike } from './pglite-dialect.js'

/** Opens a PGlite in memory (`memory`) or in a directory, which is locked until it is closed. */
export async function openPglite(location: string): Promise<PgliteLike> {
  const { PGlite, types } = await importPglite()
  const options = { serializers: { [types.BYTEA]: hexOf } }
  if (location === 'memory') return PGlite.create(options)
  const directory = resolve(location)
  const lock = lockDirectory(directory)
  try {
    if (!existsSync(join(directory, 'PG_VERSION')))
      await createWhole(directory, (path) => PGlite.create(path))
    keepPrivate(directory)
    const pglite = await PGlite.create(directory, options)
    return {
      async query(text, parameters) {
        if (!lock.isHeld()) throw takenOver(directory)
        return pglite.query(text, parameters)
      },
      async close() {
        // Closing writes, too: into files that are another process's by now.
        if (lock.isHeld()) await pglite.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error instanceof BackfillError ? error : unusable(location, error)
  }
}

function takenOver(directory: string): BackfillError {
  return new BackfillError(
    'BACKFILL_LOCKED',
    {
      en: `The PGlite database ${directory} was taken over by another process while this one was stopped. This one wrote nothing after that.`,
      es: `Otro proceso tomó la base de datos PGlite ${directory} mientras este estaba detenido. Después de eso, este no escribió nada.`,
    },
    { retryable: true },
  )
}

/** Tokens and books are in it: for its owner alone, also one that an earlier version made readable. */
function keepPrivate(directory: string): void {
  if (process.platform === 'win32' || (statSync(directory).mode & 0o077) === 0) return
  try {
    chmodSync(directory, 0o700)
  } catch {
    const message = `Others may read the PGlite database ${directory}, tokens included, and this process may not change that. As its owner: chmod 700 ${directory}`
    process.emitWarning(message, { code: 'QBO_PGLITE_READABLE' })
  }
}

/** A page goes to the database as bytes. PGlite makes text of them through a list of numbers: 0.4 s for a page. */
export function hexOf(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}

/** A process killed while it makes a database leaves half of one: so it is made beside its place, and moved there whole. */
async function createWhole(
  directory: string,
  create: (path: string) => Promise<{ close(): Promise<void> }>,
): Promise<void> {
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    throw new BackfillError('BACKFILL_INVALID_OPTIONS', {
      en: `The directory holds something else than a PGlite database: ${directory}`,
      es: `La carpeta contiene algo que no es una base de datos PGlite: ${directory}`,
    })
  }
  const unfinished = `${directory}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
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
      {
        en: 'The database is a PGlite, and @electric-sql/pglite is not installed. Install it, or use postgres://…',
        es: 'La base de datos es PGlite y @electric-sql/pglite no está instalado. Instálelo, o use postgres://…',
      },
      { cause: error },
    )
  }
}

function unusable(location: string, error: unknown): BackfillError {
  return new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    {
      en: `The database pglite:${location} cannot be used: ${String(error)}`,
      es: `No se puede usar la base de datos pglite:${location}: «${String(error)}»`,
    },
    {
      cause: error,
    },
  )
}

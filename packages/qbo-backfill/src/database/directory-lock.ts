import { dirname } from 'node:path'
import { makeFolders, tryLockFile, type HeldLock, type LockHolder } from 'qbo-client/lock-file'
import { BackfillError } from '../errors.js'

/** PGlite holds up the whole process while it works on a statement; a holder that is only busy must not be taken for dead. */
const staleAfterMs = 600_000

/**
 * Guards a directory that only one process may open: a second PGlite on the same files corrupts them silently. The lock
 * is a file beside the directory; one whose process is dead is taken over.
 *
 * @throws {BackfillError} `BACKFILL_LOCKED` if a live process holds it.
 */
export function lockDirectory(directory: string): HeldLock {
  const path = `${directory}.lock`
  const { lock, holder } = tryLock(path)
  if (lock !== undefined) return lock
  throw locked(directory, path, holder)
}

function tryLock(path: string): ReturnType<typeof tryLockFile> {
  try {
    makeFolders(dirname(path))
    return tryLockFile(path, staleAfterMs)
  } catch (error) {
    throw unusable(error)
  }
}

function unusable(error: unknown): BackfillError {
  return new BackfillError(
    'BACKFILL_INVALID_OPTIONS',
    {
      en: `The directory of the database cannot be used: ${(error as Error).message}`,
      es: `No se puede usar la carpeta de la base de datos: «${(error as Error).message}»`,
    },
    { cause: error },
  )
}

function locked(directory: string, path: string, holder: LockHolder | undefined): BackfillError {
  const who =
    holder === undefined
      ? { en: 'another process', es: 'otro proceso' }
      : { en: `process ${holder.pid} on ${holder.host}`, es: `el proceso ${holder.pid} de ${holder.host}` }
  return new BackfillError(
    'BACKFILL_LOCKED',
    {
      en: `The PGlite database ${directory} is open in ${who.en}. Wait for it; if it is certainly gone, delete ${path}.`,
      es: `La base de datos PGlite ${directory} está abierta en ${who.es}. Espere a que termine; si está seguro de que ya no existe, borre ${path}.`,
    },
    { retryable: true },
  )
}

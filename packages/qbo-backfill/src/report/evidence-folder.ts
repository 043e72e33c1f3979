import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { makeFolders } from 'qbo-client/lock-file'
import { BackfillError } from '../errors.js'

/** Makes the folder, before anything is spent on what would have no place in it. */
export async function makeEvidenceFolder(folder: string): Promise<void> {
  await inEvidenceFolder(folder, async () => {
    makeFolders(folder)
    await access(folder, constants.W_OK | constants.X_OK)
  })
}

/** What a disk refuses is nobody's bug: said as what a person can mend, with the run as safe as it is. */
export async function inEvidenceFolder<T>(folder: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new BackfillError(
      'BACKFILL_INVALID_OPTIONS',
      {
        en: `The evidence cannot be written to ${folder}: ${reason}. Choose a directory that can be written to; what a run has read is in the database, and its evidence can be written from there at any time.`,
        es: `No se puede escribir la evidencia en ${folder}: «${reason}». Elija una carpeta en la que se pueda escribir; lo que leyó una corrida está en la base de datos, y qbo-backfill report --evidence DIR escribe su evidencia a partir de ahí.`,
      },
      { cause: error },
    )
  }
}

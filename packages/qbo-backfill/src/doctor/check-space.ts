import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { errorWords } from '../failure/error-words.js'
import { fail, ok, warn, type Look } from './finding.js'

const mebibyte = 1024 * 1024
/** Less than this, and a run of some size fills the disk. */
const warnBytes = 1024 * mebibyte
/** Less than this, and the database itself cannot work. */
const failBytes = 100 * mebibyte

/** How much room there is: of a PGlite on the disk of its directory; of a server only what it uses can be seen. */
export async function checkSpace<DB>(db: Kysely<DB>, databaseUrl: string): Promise<Look> {
  try {
    if (databaseUrl === 'pglite:memory')
      return warn(
        'space',
        {
          en: 'The database is in memory: all of it is gone when the process ends.',
          es: 'La base de datos está en memoria: todo se pierde cuando termina el proceso.',
        },
        { en: 'Use pglite:./directory or postgres://…', es: 'Use pglite:./carpeta o postgres://…' },
      )
    if (databaseUrl.startsWith('pglite:')) return await directoryFinding(databaseUrl.slice('pglite:'.length))
    const asked = sql`SELECT pg_catalog.pg_database_size(pg_catalog.current_database()) AS bytes`
    const [size] = await readRows(db, 'the size', z.object({ bytes: z.number() }), asked)
    const used = gibibytes(size?.bytes ?? 0)
    return ok('space', {
      en: `The database takes ${used} GiB; how much room its server has cannot be seen from here.`,
      es: `La base de datos ocupa ${used.replace('.', ',')} GiB; desde aquí no se ve cuánto espacio tiene su servidor.`,
    })
  } catch (error) {
    const { en, es } = errorWords(error)
    return warn(
      'space',
      { en: `The room cannot be seen: ${en}`, es: `No se puede ver el espacio. ${es}` },
      {
        en: 'Look at the disk of the database yourself.',
        es: 'Revise usted el disco de la base de datos.',
      },
    )
  }
}

async function directoryFinding(location: string): Promise<Look> {
  let directory = resolve(location)
  while (!existsSync(directory)) directory = dirname(directory)
  const { bavail, bsize } = await statfs(directory)
  return freeSpaceFinding(bavail * bsize, directory)
}

export function freeSpaceFinding(bytes: number, directory: string): Look {
  const message = {
    en: `${gibibytes(bytes)} GiB are free for ${directory}.`,
    es: `Hay ${gibibytes(bytes).replace('.', ',')} GiB libres para ${directory}.`,
  }
  const action = {
    en: 'Make room, or put the database on another disk. A record takes about 5 KB, and an index and WAL beside it.',
    es: 'Libere espacio, o ponga la base de datos en otro disco. Un registro ocupa unos 5 KB, más el índice y el WAL.',
  }
  if (bytes < failBytes) return fail('space', message, action)
  return bytes < warnBytes ? warn('space', message, action) : ok('space', message)
}

function gibibytes(bytes: number): string {
  return (bytes / (1024 * mebibyte)).toFixed(2)
}

import { existsSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { fail, messageOf, ok, warn, type Finding } from './finding.js'

const mebibyte = 1024 * 1024
/** Less than this, and a run of some size fills the disk. */
const warnBytes = 1024 * mebibyte
/** Less than this, and the database itself cannot work. */
const failBytes = 100 * mebibyte

/** How much room there is: of a PGlite on the disk of its directory; of a server only what it uses can be seen. */
export async function checkSpace<DB>(db: Kysely<DB>, databaseUrl: string): Promise<Finding> {
  try {
    if (databaseUrl === 'pglite:memory')
      return warn(
        'space',
        'The database is in memory: all of it is gone when the process ends.',
        'Use pglite:./directory or postgres://…',
      )
    if (databaseUrl.startsWith('pglite:')) return await directoryFinding(databaseUrl.slice('pglite:'.length))
    const asked = sql`SELECT pg_catalog.pg_database_size(pg_catalog.current_database()) AS bytes`
    const [size] = await readRows(db, 'the size', z.object({ bytes: z.number() }), asked)
    const used = gibibytes(size?.bytes ?? 0)
    return ok(
      'space',
      `The database takes ${used} GiB; how much room its server has cannot be seen from here.`,
    )
  } catch (error) {
    return warn(
      'space',
      `The room cannot be seen: ${messageOf(error)}`,
      'Look at the disk of the database yourself.',
    )
  }
}

async function directoryFinding(location: string): Promise<Finding> {
  let directory = resolve(location)
  while (!existsSync(directory)) directory = dirname(directory)
  const { bavail, bsize } = await statfs(directory)
  return freeSpaceFinding(bavail * bsize, directory)
}

export function freeSpaceFinding(bytes: number, directory: string): Finding {
  const message = `${gibibytes(bytes)} GiB are free for ${directory}.`
  const action =
    'Make room, or put the database on another disk. A record takes about 5 KB, and an index and WAL beside it.'
  if (bytes < failBytes) return fail('space', message, action)
  return bytes < warnBytes ? warn('space', message, action) : ok('space', message)
}

function gibibytes(bytes: number): string {
  return (bytes / (1024 * mebibyte)).toFixed(2)
}

import type { Kysely } from 'kysely'
import { encodingOf } from '../database/database-encoding.js'
import { fail, ok, type Look } from './finding.js'

/** Whether the database can hold every character that QuickBooks sends. */
export async function checkEncoding(db: Kysely<unknown>): Promise<Look> {
  const encoding = await encodingOf(db)
  if (encoding === 'UTF8')
    return ok('encoding', {
      en: 'The database holds every character (UTF8).',
      es: 'En la base de datos cabe todo carácter (UTF8).',
    })
  return fail(
    'encoding',
    {
      en: `The database has the encoding ${encoding}: one "é" or "☃" that it cannot hold, and a record is not stored.`,
      es: `La base de datos tiene la codificación ${encoding}: basta una "é" o un "☃" que no quepa en ella para que un registro no se guarde.`,
    },
    {
      en: "Use a database that is made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
      es: "Use una base de datos creada con CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
    },
  )
}

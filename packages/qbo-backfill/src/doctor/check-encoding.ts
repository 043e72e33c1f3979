import type { Kysely } from 'kysely'
import { encodingOf } from '../database/database-encoding.js'
import { fail, ok, type Finding } from './finding.js'

/** Whether the database can hold every character that QuickBooks sends. */
export async function checkEncoding(db: Kysely<unknown>): Promise<Finding> {
  const encoding = await encodingOf(db)
  if (encoding === 'UTF8') return ok('encoding', 'The database holds every character (UTF8).')
  return fail(
    'encoding',
    `The database has the encoding ${encoding}: one "é" or "☃" that it cannot hold, and a record is not stored.`,
    "Use a database that is made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.",
  )
}

import { sql } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { BackfillError } from '../errors.js'

/** What the database stores text in, as PostgreSQL calls it. */
export async function encodingOf(db: Database): Promise<string> {
  const { rows } = await sql<{ encoding: string }>`
    SELECT pg_catalog.current_setting('server_encoding')::text AS encoding`.execute(db)
  return rows[0]?.encoding ?? 'unknown'
}

/** @throws {BackfillError} `BACKFILL_DATABASE_ENCODING` */
export async function checkEncoding(db: Database): Promise<void> {
  const encoding = await encodingOf(db)
  if (encoding === 'UTF8') return
  throw new BackfillError('BACKFILL_DATABASE_ENCODING', {
    en:
      `The database has the encoding ${encoding}, which cannot hold every character that QuickBooks sends. ` +
      `Use one that is made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
    es:
      `La base de datos tiene la codificación ${encoding}, en la que no cabe todo carácter que envía QuickBooks. ` +
      `Use una creada con CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
  })
}

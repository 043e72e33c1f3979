import { sql, type RawBuilder } from 'kysely'
import { textOf, type Database } from './database.js'
import { SinkError } from './sink-error.js'

/** What the database stores text in, as PostgreSQL calls it. */
export const serverEncoding: RawBuilder<unknown> = sql`pg_catalog.current_setting('server_encoding')`

/**
 * QuickBooks writes every character there is. A database of another encoding refuses a record for one `é` or `☃`, and
 * the entry among the rejects with it.
 * @throws {SinkError} SINK_DATABASE_ENCODING
 */
export function requireUtf8(encoding: string): void {
  if (encoding === 'UTF8') return
  throw new SinkError(
    'SINK_DATABASE_ENCODING',
    `The database has the encoding ${encoding}, which cannot hold every character that QuickBooks sends. ` +
      `Use one that is made with CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.`,
  )
}

/** @throws {SinkError} SINK_DATABASE_ENCODING */
export async function checkEncoding(db: Database): Promise<void> {
  requireUtf8(await textOf(db, sql`SELECT ${serverEncoding}`, "look at the database's encoding"))
}

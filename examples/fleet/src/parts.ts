import pg from 'pg'
import { createWebhookInbox, openDatabase, postgresStore } from 'qbo-backfill'
import { findEntity } from 'qbo-client'
import { createCompanies } from './companies.ts'
import type { Config } from './config.ts'
import { createQuickBooks } from './quickbooks.ts'
import type { ServerParts } from './web/server.ts'

/** What the page and the workers share: the database with its tables, and QuickBooks. */
export async function openParts(
  config: Config,
): Promise<{ readonly parts: ServerParts; readonly close: () => Promise<void> }> {
  // Of each company that is worked on, the realm's lock and two for its pages; the queue has a pool of its own.
  const database = await openDatabase(config.databaseUrl, { maxConnections: 3 + 3 * config.jobs })
  const pool = new pg.Pool({ connectionString: config.databaseUrl, max: 3 + config.jobs, keepAlive: true })
  // A connection that breaks while nothing runs on it is replaced.
  pool.on('error', () => undefined)
  const { db } = database
  const store = postgresStore({ db })
  const companies = createCompanies(pool)
  await store.prepare(config.entities.map((name) => findEntity(name)?.name ?? name))
  await companies.migrate()
  const inbox = createWebhookInbox({ db })
  const quickBooks = createQuickBooks(config, database, store)
  return {
    parts: { config, db, pool, store, companies, inbox, quickBooks },
    async close() {
      await pool.end()
      await database.close()
    },
  }
}

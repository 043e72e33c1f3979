import { once } from 'node:events'
import pg from 'pg'
import { createWebhookInbox, isBackfillError, openDatabase, postgresStore } from 'qbo-backfill'
import { findEntity } from 'qbo-client'
import { createCompanies } from './companies.ts'
import { ConfigError, readConfig } from './config.ts'
import { createQuickBooks } from './quickbooks.ts'
import { startServer } from './web/server.ts'
import { startWorker } from './work/worker.ts'

/** What is being committed must not keep a deployment waiting: the queue gives the job to another worker. */
const longestStopMs = 10_000

async function serve(): Promise<void> {
  const config = readConfig(process.env)
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
  const parts = {
    config,
    db,
    pool,
    store,
    companies,
    inbox: createWebhookInbox({ db }),
    quickBooks: createQuickBooks(config, database, store),
  }
  const worker = config.role === 'page' ? undefined : await startWorker(parts, pool)
  const server = config.role === 'worker' ? undefined : await startServer(parts)
  console.log(
    JSON.stringify({
      type: 'fleet.started',
      role: config.role,
      ...(server === undefined ? {} : { at: config.publicUrl }),
    }),
  )
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')])
  setTimeout(() => process.exit(1), longestStopMs).unref()
  server?.close()
  server?.closeAllConnections()
  await worker?.stop()
  await pool.end()
  await database.close()
}

try {
  await serve()
  process.exit(0)
} catch (error) {
  // What a person can mend is said in a sentence; anything else with its stack.
  const isMendable = error instanceof ConfigError || isBackfillError(error)
  console.error(isMendable ? error.message : error)
  process.exitCode = isMendable ? 2 : 1
}

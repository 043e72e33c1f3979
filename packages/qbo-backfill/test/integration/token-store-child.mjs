import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { postgresTokenStore } from 'qbo-backfill'
import { createQboClient } from 'qbo-client'

/** A process of its own: asks fifty times at once, with its tokens in the database, and says that it is done. */
const { url, ...options } = JSON.parse(process.argv[2])
const db = new Kysely({ dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url }) }) })
const client = createQboClient({
  ...options,
  environment: 'sandbox',
  rateLimit: false,
  tokenStore: postgresTokenStore({ db }),
})
await Promise.all(Array.from({ length: 50 }, async () => client.count({ entity: 'Invoice' })))
await db.destroy()
process.stdout.write('done')

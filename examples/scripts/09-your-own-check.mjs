// Adds a check of your own to the proof: no invoice may owe more than it is worth. What it finds joins the report.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… DATABASE_URL=… node 09-your-own-check.mjs
// @ts-check
import { sql } from 'kysely'
import { openDatabase, postgresStore, postgresTokenStore, runBackfill } from 'qbo-backfill'
import { createQboClient } from 'qbo-client'

const [from = '2024-01-01', to = '2025-01-01'] = process.argv.slice(2)
const database = await openDatabase(process.env.DATABASE_URL ?? 'pglite:./qbo')
const { db } = database
const client = createQboClient({
  environment: process.env.QBO_ENVIRONMENT === 'sandbox' ? 'sandbox' : 'production',
  realmId: process.env.QBO_REALM_ID ?? '',
  clientId: process.env.QBO_CLIENT_ID ?? '',
  clientSecret: process.env.QBO_CLIENT_SECRET ?? '',
  seedRefreshToken: process.env.QBO_REFRESH_TOKEN,
  tokenStore: postgresTokenStore({ db }),
  apiBaseUrl: process.env.QBO_API_BASE_URL,
  tokenUrl: process.env.QBO_TOKEN_URL,
})

/** @type {import('qbo-backfill').CustomCheck} */
const balances = {
  name: 'balances',
  // Asked once an entity, when its rows are in the table and compared with QuickBooks.
  async check({ entity, realmId, runId }) {
    if (entity !== 'Invoice') return { status: 'green', message: 'Only invoices have a balance.' }
    /** @type {import('kysely').RawBuilder<{ id: string }>} */
    const query = sql`
      SELECT id FROM raw.qb_invoices
      WHERE realm_id = ${realmId} AND run_id = ${runId} AND deleted_at IS NULL
        AND (payload->>'Balance')::numeric > (payload->>'TotalAmt')::numeric`
    const { rows } = await query.execute(db)
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return { status: 'green', message: 'No invoice owes more than it is worth.' }
    // yellow: deserves a look; red: the run is not finished until it holds.
    return { status: 'yellow', message: `Invoices that owe too much: ${ids.join(', ')}`, details: { ids } }
  },
}

try {
  const store = postgresStore({ db })
  const report = await runBackfill({
    source: client,
    store,
    entities: ['invoices'],
    from,
    to,
    checks: [balances],
  })
  console.log(report.status)
  for (const { findings } of report.entities) for (const finding of findings) console.log(finding)
} finally {
  await database.close()
}

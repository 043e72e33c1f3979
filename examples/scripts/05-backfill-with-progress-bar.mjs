// Brings customers, items and invoices of a range into PostgreSQL, proves it, and draws a bar meanwhile. Resumes itself.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… DATABASE_URL=… node 05-backfill-with-progress-bar.mjs
// @ts-check
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
// Ctrl+C stops it in an orderly way; the same command goes on where it stopped.
const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('Stopped. Run again to go on.')))

let [expected, done] = [0, 0]
try {
  const report = await runBackfill({
    source: client,
    store: postgresStore({ db }),
    entities: ['customers', 'items', 'invoices'],
    from,
    to,
    signal: stop.signal,
    onEvent(event) {
      if (event.type === 'plan.created') {
        expected = Object.values(event.expected).reduce((a, b) => a + b, 0)
        done = Object.values(event.alreadyRead).reduce((a, b) => a + b, 0)
      }
      if (event.type === 'page.written') draw((done += event.inserted + event.updated + event.unchanged))
    },
  })
  console.log(`\n${report.status}: ${report.apiCalls} API calls`)
  for (const { entity, loaded, expected: counted } of report.entities)
    console.log(`${entity}: ${loaded} in the table, ${counted} at QuickBooks`)
  process.exitCode = report.status === 'red' ? 1 : 0
} finally {
  await database.close()
}

/** @param {number} rows */
function draw(rows) {
  const share = Math.min(1, rows / Math.max(1, expected))
  const bar = '█'.repeat(Math.round(share * 30)).padEnd(30, '░')
  process.stderr.write(`\r${bar} ${rows} of ${expected}`)
}

// Stores a backfill with an instant, waits for it, and runs it exactly once however many processes look at it.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… DATABASE_URL=… node 06-one-time-trigger.mjs [INSTANT]
// @ts-check
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createTriggers,
  openDatabase,
  postgresStore,
  postgresTokenStore,
  runBackfill,
  runDueTriggers,
} from 'qbo-backfill'
import { createQboClient } from 'qbo-client'

// In whole seconds.
const at = process.argv[2] ?? `${new Date(Date.now() + 3000).toISOString().slice(0, 19)}Z`
const environment = process.env.QBO_ENVIRONMENT === 'sandbox' ? 'sandbox' : 'production'
const realmId = process.env.QBO_REALM_ID ?? ''
const database = await openDatabase(process.env.DATABASE_URL ?? 'pglite:./qbo')
const { db } = database
const client = createQboClient({
  environment,
  realmId,
  clientId: process.env.QBO_CLIENT_ID ?? '',
  clientSecret: process.env.QBO_CLIENT_SECRET ?? '',
  seedRefreshToken: process.env.QBO_REFRESH_TOKEN,
  tokenStore: postgresTokenStore({ db }),
  apiBaseUrl: process.env.QBO_API_BASE_URL,
  tokenUrl: process.env.QBO_TOKEN_URL,
})
const store = postgresStore({ db })
const triggers = createTriggers({ db })
try {
  const range = { from: '2024-01-01', to: '2025-01-01', timeZone: 'America/Guayaquil' }
  const { id, localTime } = await triggers.add({ realmId, environment, at, entities: ['invoices'], ...range })
  console.log(`Trigger ${id} waits for ${localTime}`)
  // A service calls waitForTriggers once instead, which also finds triggers that others add.
  await sleep(Math.max(0, Date.parse(at) - Date.now()) + 500)
  for (const look of ['First', 'Second']) {
    const outcomes = await runDueTriggers({
      triggers,
      realmId,
      // `watch` lets the trigger remember the run that it started.
      run: ({ request }, watch) => runBackfill({ ...request, source: client, store, onEvent: watch }),
    })
    console.log(
      `${look} look: ${outcomes.map(({ report }) => report?.status).join(', ') || 'nothing is due'}`,
    )
  }
  const [trigger] = (await triggers.list({ realmId })).filter((stored) => stored.id === id)
  console.log(`Trigger ${id} is ${trigger?.state}`)
} finally {
  await database.close()
}

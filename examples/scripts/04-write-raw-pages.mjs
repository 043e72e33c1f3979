// Writes the items of a company to raw.qb_items, page by page; run again it changes nothing. No ledger, no proof.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… DATABASE_URL=… node 04-write-raw-pages.mjs
// @ts-check
import { openDatabase, postgresTokenStore } from 'qbo-backfill'
import { createQboClient } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'

const realmId = process.env.QBO_REALM_ID ?? ''
const database = await openDatabase(process.env.DATABASE_URL ?? 'pglite:./qbo')
const { db } = database
try {
  const qbo = createQboClient({
    environment: process.env.QBO_ENVIRONMENT === 'sandbox' ? 'sandbox' : 'production',
    realmId,
    clientId: process.env.QBO_CLIENT_ID ?? '',
    clientSecret: process.env.QBO_CLIENT_SECRET ?? '',
    seedRefreshToken: process.env.QBO_REFRESH_TOKEN,
    tokenStore: postgresTokenStore({ db }),
    apiBaseUrl: process.env.QBO_API_BASE_URL,
    tokenUrl: process.env.QBO_TOKEN_URL,
  })
  const sink = createRawSink({ db })
  await sink.migrate({ entities: ['Item'] })

  const { count: plannedCount } = await qbo.count({ entity: 'Item' })
  const runId = `import ${new Date().toISOString()}`
  let number = 0
  for await (const page of qbo.scan({ entity: 'Item', key: 'MetaData.CreateTime', plannedCount })) {
    number += 1
    const { text, recordsPath, pageSize } = page
    // The answer goes to the database as it came: PostgreSQL splits it, so no number loses a digit on the way.
    const counts = await db.transaction().execute((trx) =>
      sink.writePage(trx, {
        realmId,
        entity: 'Item',
        text,
        recordsPath,
        // The window that rows are attributed to; here one for all.
        windows: { start: '2000-01-01T00:00:00Z', end: '2100-01-01T00:00:00Z' },
        runId,
        page: { number, size: pageSize },
      }),
    )
    // Save page.cursor in the same transaction, and a program that was killed can go on from there.
    console.log(`Page ${number}:`, JSON.stringify(counts))
  }
} finally {
  await database.close()
}

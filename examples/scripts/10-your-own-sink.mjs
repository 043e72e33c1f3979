// Sends every page to a place of your own as well, here a folder of NDJSON files; a bucket or a queue works the same way.
// QBO_CLIENT_ID=… QBO_CLIENT_SECRET=… QBO_REALM_ID=… QBO_REFRESH_TOKEN=… DATABASE_URL=… node 10-your-own-sink.mjs FOLDER
// @ts-check
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openDatabase, postgresStore, postgresTokenStore, runBackfill } from 'qbo-backfill'
import { createQboClient } from 'qbo-client'

const [folder = './pages', from = '2024-01-01', to = '2025-01-01'] = process.argv.slice(2)
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

/** @type {import('qbo-backfill').PageSink} */
const files = {
  // Called before the page and its place are committed: what it has not confirmed comes again, so a page may come twice.
  async write({ key, realmId, entity, records, deleted }, { signal }) {
    const directory = join(folder, realmId, entity)
    await mkdir(directory, { recursive: true })
    // The key stays the same when a page comes again, and the new text replaces the old: no line is there twice.
    const path = join(directory, `${encodeURIComponent(key)}.ndjson`)
    const kept = records.filter(({ onlyIfStored }) => !onlyIfStored).map(({ record }) => record)
    const gone = deleted.map(({ id, deletedAt }) => ({ Id: id, deletedAt: deletedAt ?? null }))
    const lines = [...kept, ...gone].map((line) => `${JSON.stringify(line)}\n`)
    await writeFile(`${path}.part`, lines.join(''), { signal })
    await rename(`${path}.part`, path)
  },
}

try {
  const store = postgresStore({ db })
  const report = await runBackfill({
    source: client,
    store,
    entities: ['customers', 'invoices'],
    from,
    to,
    pageSink: files,
  })
  console.log(`${report.status}: the pages are in ${folder}`)
} finally {
  await database.close()
}

// Takes records of a real company through simulator, client and sink, and compares what PostgreSQL holds with what was
// recorded: node scripts/check-recorded-records.mjs DIRECTORY
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { openDatabase, postgresStore, runBackfill } from 'qbo-backfill'
import { createRawSink } from 'qbo-raw-sink'
import { createSimulator, loadRecordings } from 'qbo-simulator'

const directory = process.argv[2]
if (directory === undefined) throw new Error('Usage: node scripts/check-recorded-records.mjs DIRECTORY')

let failures = 0
for (const name of readdirSync(directory).filter((file) => file.endsWith('.json'))) {
  const recording = JSON.parse(readFileSync(join(directory, name), 'utf8'))
  const [entity, records] =
    Object.entries(recording.body.QueryResponse).find(([, value]) => Array.isArray(value)) ?? []
  if (entity === undefined) continue
  const different = await compare(recording, entity, records)
  console.log(
    `${different.length === 0 ? 'ok' : 'DIFFERENT'} ${name}: ${records.length} ${entity} records ${different.join(', ')}`,
  )
  failures += different.length
}
process.exitCode = failures === 0 ? 0 : 1

/** The Ids whose payload in PostgreSQL is not the recorded record. */
async function compare(recording, entity, records) {
  const company = loadRecordings([recording])
  const simulator = createSimulator({ companies: [company] })
  const server = await simulator.listen()
  const database = await openDatabase('pglite:memory')
  try {
    const client = createQboClient({
      environment: 'sandbox',
      realmId: simulator.realmIds[0],
      clientId: 'simulator-client',
      clientSecret: 'simulator-secret',
      seedRefreshToken: simulator.refreshToken(),
      tokenStore: memoryTokenStore(),
      apiBaseUrl: server.apiBaseUrl,
      tokenUrl: server.tokenUrl,
    })
    const sink = createRawSink({ db: database.db })
    const report = await runBackfill({
      source: client,
      store: postgresStore({ db: database.db, sink }),
      entities: [entity],
      from: '2020-01-01',
      to: '2030-01-01',
    })
    const table = sql.table(`${sink.schema}.${sink.tableName(entity)}`)
    const rows = await sql`SELECT id FROM ${table} AS stored
      JOIN jsonb_array_elements(${JSON.stringify(records)}::text::jsonb) AS recorded(record) ON stored.id = record->>'Id'
      WHERE stored.payload = record AND deleted_at IS NULL`.execute(database.db)
    const same = new Set(rows.rows.map((row) => row.id))
    const different = records.map((record) => record.Id).filter((id) => !same.has(id))
    const { expected, loaded } = report.entities[0]
    return expected === loaded ? different : [...different, `${expected} expected, ${loaded} loaded`]
  } finally {
    await server.close()
    await database.close()
  }
}

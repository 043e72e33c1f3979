import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { openDatabase } from 'qbo-backfill'
import { createRawSink, type Database } from 'qbo-raw-sink'
import { generateCompany } from 'qbo-simulator'
import type { Benchmark } from '../benchmark.ts'
import { realmId } from '../invoice-pages.ts'
import { withDatabase } from '../reader/with-database.ts'
import { withServer } from '../with-server.ts'
import { reportViews, type Measured } from './report-views.ts'

// From bench/dist, where it runs.
const examples = fileURLToPath(new URL('../../examples/dbt/', import.meta.url))
const pageSize = 1000

/** A company with books in the raw tables; every view made a table of, as dbt's models do; then the models, where they are. */
export const viewsBenchmark: Benchmark = {
  name: 'views',
  usualSize: { rows: 20_000, rounds: 1 },
  run: (options) =>
    withServer(options, (serverUrl, traits) =>
      withDatabase(serverUrl, async (url) => {
        const database = await openDatabase(url)
        try {
          const records = await load(database.db, options.rows)
          options.say(`${records} records are loaded.`)
          const views = await measureViews(database.db)
          const ledger = await measureLedger(database.db)
          const models = runModels(url)
          return reportViews({
            invoices: options.rows,
            records,
            views,
            ledger,
            models,
            server: traits.version,
          })
        } finally {
          await database.close()
        }
      }),
    ),
}

async function load(db: Database, invoices: number): Promise<number> {
  const company = generateCompany({
    realmId,
    invoices,
    customers: 2000,
    items: 500,
    books: { inventoryAdjustments: 0 },
  })
  const sink = createRawSink({ db })
  // The models need a table of what the company has none of, too.
  await sink.migrate({
    entities: [...Object.keys(company.records), 'CreditCardPayment', 'CustomerType', 'Department'],
  })
  let records = 0
  for (const [entity, all] of Object.entries(company.records)) {
    for (let at = 0; at < all.length; at += pageSize) {
      const page = all.slice(at, at + pageSize)
      await sink.writePage(db, {
        realmId,
        entity,
        text: JSON.stringify({ QueryResponse: { [entity]: page } }),
        windows: { start: '2022-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' },
        runId: 'views',
        page: { number: at / pageSize + 1, size: pageSize },
      })
    }
    records += all.length
  }
  await sql`VACUUM (ANALYZE)`.execute(db)
  return records
}

async function measureViews(db: Database): Promise<readonly Measured[]> {
  const { schema, views } = await createRawSink({ db }).createViews({ style: 'fivetran', realmId })
  const measured: Measured[] = []
  for (const name of views) {
    measured.push(await measureView(db, schema, name))
  }
  return measured
}

async function measureLedger(db: Database): Promise<Measured> {
  await db.transaction().execute(async (trx) => {
    await sql`SET LOCAL search_path = quickbooks`.execute(trx)
    await sql.raw(readFileSync(`${examples}ledger.sql`, 'utf8')).execute(trx)
  })
  const ledger = await measureView(db, 'quickbooks', 'ledger')
  await sql`DROP VIEW quickbooks.ledger`.execute(db)
  return { ...ledger, name: 'ledger.sql' }
}

async function measureView(db: Database, schema: string, name: string): Promise<Measured> {
  const table = sql.id(`of_${name}`)
  const began = performance.now()
  await sql`CREATE TABLE ${table} AS SELECT * FROM ${sql.id(schema, name)}`.execute(db)
  const ms = performance.now() - began
  const { rows } = await sql<{ count: string }>`SELECT count(*) FROM ${table}`.execute(db)
  return { name, rows: Number(rows[0]?.count), ms }
}

/** Seconds of all models and tests of dbt's package, where `DBT` and `DBT_QUICKBOOKS_DIR` say that it is there. */
function runModels(databaseUrl: string): number | undefined {
  if (process.env['DBT_QUICKBOOKS_DIR'] === undefined) return undefined
  const began = performance.now()
  const { status, stdout } = spawnSync(process.execPath, [`${examples}ledger.mjs`], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DATABASE_URL: databaseUrl, QBO_REALM_ID: realmId },
  })
  if (status !== 0) throw new Error(`dbt ended with ${status}: ${stdout.slice(-2000)}`)
  return (performance.now() - began) / 1000
}

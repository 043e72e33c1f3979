import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { openDatabase } from 'qbo-backfill'
import { createRawSink, type Database } from 'qbo-raw-sink'
import type { Benchmark } from '../benchmark.ts'
import { realmId } from '../invoice-pages.ts'
import { withDatabase } from '../reader/with-database.ts'
import { withServer } from '../with-server.ts'
import { loadCompany } from './load-company.ts'
import { readModels, type Models } from './read-models.ts'
import { reportViews, type Measured } from './report-views.ts'

// From bench/dist, where it runs.
const examples = fileURLToPath(new URL('../../examples/dbt/', import.meta.url))

/** A company with books in the raw tables; every view made a table of, as dbt's models do; then the models, where they are. */
export const viewsBenchmark: Benchmark = {
  name: 'views',
  usualSize: { rows: 20_000, rounds: 1 },
  run: (options) =>
    withServer(options, (serverUrl, traits) =>
      withDatabase(serverUrl, async (url) => {
        const database = await openDatabase(url)
        try {
          const { db } = database
          const loaded = await loadCompany(db, options.rows)
          await sql`VACUUM (ANALYZE)`.execute(db)
          const rawMb = await megabytes(db, 'raw')
          options.say(`${loaded.records} records are loaded in ${Math.round(loaded.seconds)} s.`)
          const views = await measureViews(db)
          options.say(`${views.length} views are read.`)
          const ledger = await measureLedger(db)
          options.say('The ledger is read.')
          const models = runModels(url)
          return reportViews({
            invoices: options.rows,
            loaded,
            rawMb,
            views,
            ledger,
            models,
            modelsMb: await megabytes(db, 'dbt_ledger', 'dbt_ledger_staging'),
            server: traits.version,
          })
        } finally {
          await database.close()
        }
      }),
    ),
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
  const ms = await db.connection().execute(async (connection) => {
    // As the guide says: compiled, the plan of a view of many tables costs seconds before its first row.
    await sql`SET jit = off`.execute(connection)
    const began = performance.now()
    await sql`CREATE TABLE ${table} AS SELECT * FROM ${sql.id(schema, name)}`.execute(connection)
    return performance.now() - began
  })
  const { rows } = await sql<{ count: string }>`SELECT count(*) FROM ${table}`.execute(db)
  await sql`DROP TABLE ${table}`.execute(db)
  return { name, rows: Number(rows[0]?.count), ms }
}

/** Of tables, with their indexes and what lies out of line. */
async function megabytes(db: Database, ...schemas: readonly string[]): Promise<number> {
  const { rows } = await sql<{ bytes: string }>`
    SELECT COALESCE(sum(pg_total_relation_size(c.oid)), 0) AS bytes
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname IN (${sql.join(schemas)})`.execute(db)
  return Number(rows[0]?.bytes) / 1_000_000
}

/** All models and tests of dbt's package, where `DBT` and `DBT_QUICKBOOKS_DIR` say that it is there. */
function runModels(databaseUrl: string): Models | undefined {
  if (process.env['DBT_QUICKBOOKS_DIR'] === undefined) return undefined
  const began = performance.now()
  const { status, stdout } = spawnSync(process.execPath, [`${examples}ledger.mjs`], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, DATABASE_URL: databaseUrl, QBO_REALM_ID: realmId },
  })
  if (status !== 0) throw new Error(`dbt ended with ${status}: ${stdout.slice(-2000)}`)
  return readModels(stdout, (performance.now() - began) / 1000)
}

// A balance sheet in SQL: views over the raw tables, dbt's models over the views.
// DATABASE_URL=postgres://… QBO_REALM_ID=… node ledger.mjs   of a company whose transactions and lists are loaded
// DATABASE_URL=postgres://… node ledger.mjs                  of a made-up one, which is loaded first
// @ts-check
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { openDatabase, postgresStore, qboSource, runBackfill } from 'qbo-backfill'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import { createSimulator, generateCompany } from 'qbo-simulator'

const here = fileURLToPath(new URL('.', import.meta.url))
const databaseUrl = process.env.DATABASE_URL ?? ''
if (!/^postgres(?:ql)?:/u.test(databaseUrl))
  throw new Error('Set DATABASE_URL to a PostgreSQL, postgres://user@host/database: dbt cannot use PGlite.')

const database = await openDatabase(databaseUrl)
try {
  const realmId = process.env.QBO_REALM_ID ?? (await loadMadeUpCompany())
  const { dbt, schema } = await createRawSink({ db: database.db }).createViews({ style: 'fivetran', realmId })
  if (dbt === undefined || dbt.missing.length > 0)
    throw new Error(`The models need these entities, too: ${dbt?.missing.join(', ')}.`)
  runDbt({ quickbooks_schema: schema, ...dbt.variables })
  await printBalanceSheet()
} finally {
  await database.close()
}

/** Three years of a company with books, from a QuickBooks Online that runs in this process. */
async function loadMadeUpCompany() {
  const simulator = createSimulator({
    companies: [
      generateCompany({ invoices: 300, customers: 40, items: 20, books: { inventoryAdjustments: 0 } }),
    ],
    limits: false,
  })
  const server = await simulator.listen()
  try {
    const realmId = simulator.realmIds[0] ?? ''
    const client = createQboClient({
      environment: 'sandbox',
      realmId,
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      seedRefreshToken: simulator.refreshToken(),
      tokenStore: memoryTokenStore(),
      apiBaseUrl: server.apiBaseUrl,
      tokenUrl: server.tokenUrl,
    })
    const { status, entities } = await runBackfill({
      source: qboSource(client),
      store: postgresStore({ db: database.db }),
      entities: ['all'],
      from: '2020-01-01',
      to: '2026-01-01',
    })
    console.log(
      `${status}: ${entities.reduce((sum, { loaded }) => sum + loaded, 0)} rows are loaded and proved.`,
    )
    return realmId
  } finally {
    await server.close()
  }
}

/** @param {Readonly<Record<string, string | boolean>>} variables */
function runDbt(variables) {
  const url = new URL(databaseUrl)
  const env = {
    ...process.env,
    DBT_PROFILES_DIR: here,
    PGHOST: url.hostname,
    PGPORT: url.port || '5432',
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGSSLMODE: url.searchParams.get('sslmode') ?? 'prefer',
  }
  const call = (/** @type {string[]} */ ...words) => {
    const { status, error } = spawnSync(process.env.DBT ?? 'dbt', words, { cwd: here, env, stdio: 'inherit' })
    if (error !== undefined || status !== 0) throw error ?? new Error(`dbt ${words[0]} ended with ${status}.`)
  }
  if (!existsSync(`${here}dbt_packages`)) {
    // The packages, if they are on this machine already: what `dbt deps` has put into its dbt_packages.
    const packages = process.env.DBT_QUICKBOOKS_DIR
    if (packages === undefined) call('deps')
    else cpSync(packages, `${here}dbt_packages`, { recursive: true })
  }
  call('build', '--vars', JSON.stringify(variables))
}

async function printBalanceSheet() {
  const { rows } = await sql`
    SELECT account_class, account_name, pg_catalog.sum(amount) AS amount
    FROM dbt_ledger.quickbooks__balance_sheet
    WHERE period_first_day = (SELECT pg_catalog.max(period_first_day) FROM dbt_ledger.quickbooks__balance_sheet)
    GROUP BY account_ordinal, account_class, account_name ORDER BY account_ordinal, account_name`.execute(
    database.db,
  )
  console.table(rows)
}

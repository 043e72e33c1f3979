import { execFile, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { postgresStore, qboSource, runBackfill, type Source } from 'qbo-backfill'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import { createSimulator, generateCompany } from 'qbo-simulator'
import { createTestDatabase, pythonEnvironment, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

const project = fileURLToPath(new URL('..', import.meta.url))
const packages = process.env['DBT_QUICKBOOKS_DIR'] ?? ''
const realms = ['9130000000000011', '9130000000000012', '9130000000000013']
const books = { inventoryAdjustments: 0, taxPayments: 0 }
let database: TestDatabase
let dbt: string
let copy: string

beforeAll(async () => {
  dbt = join(await pythonEnvironment(join(project, 'requirements.txt')), 'bin/dbt')
  database = await createTestDatabase()
  copy = mkdtempSync(join(tmpdir(), 'qbo-dbt-'))
  for (const file of ['dbt_project.yml', 'packages.yml', 'profiles.yml'])
    cpSync(join(project, file), join(copy, file))
  cpSync(packages, join(copy, 'dbt_packages'), { recursive: true })
})
afterAll(async () => {
  await database.drop()
  rmSync(copy, { recursive: true, force: true })
})

/** All models and all tests of the package. What it prints last: `Done. PASS=190 WARN=0 ERROR=0 SKIP=0 …`. */
function build(variables: object): string {
  const url = new URL(database.url)
  const { stdout } = spawnSync(dbt, ['--no-use-colors', 'build', '--vars', JSON.stringify(variables)], {
    cwd: copy,
    encoding: 'utf8',
    env: {
      ...process.env,
      DBT_PROFILES_DIR: copy,
      PGHOST: url.hostname,
      PGPORT: url.port,
      PGUSER: decodeURIComponent(url.username),
      PGPASSWORD: decodeURIComponent(url.password),
      PGDATABASE: url.pathname.slice(1),
    },
  })
  return stdout
}

/** What the dbt tables and the company's own statements say, in cents by account and month. */
type Cents = ReadonlyMap<string, number>

async function statement(source: Source, name: string): Promise<Cents> {
  const { text } = await source.report!(name, {
    start_date: '2022-01-01',
    end_date: '2024-12-31',
    summarize_column_by: 'Month',
    accounting_method: 'Accrual',
  })
  const answer = JSON.parse(text) as {
    readonly Columns: { readonly Column: readonly { readonly MetaData?: readonly Named[] }[] }
    readonly Rows: { readonly Row?: readonly Row[] }
  }
  const months = answer.Columns.Column.map(({ MetaData = [] }) =>
    MetaData.find(({ Name }) => Name === 'StartDate')?.Value.slice(0, 7),
  )
  const cents = new Map<string, number>()
  const visit = ({ ColData = [], Rows }: Row): void => {
    const id = ColData[0]?.id ?? ''
    for (const [at, month] of months.entries())
      if (id !== '' && month !== undefined) add(cents, `${id} ${month}`, Number(ColData[at]?.value ?? 0))
    for (const row of Rows?.Row ?? []) visit(row)
  }
  for (const row of answer.Rows.Row ?? []) visit(row)
  return cents
}
interface Named {
  readonly Name: string
  readonly Value: string
}
interface Row {
  readonly ColData?: readonly { readonly value: string; readonly id?: string }[]
  readonly Rows?: { readonly Row?: readonly Row[] }
}

function add(cents: Map<string, number>, key: string, amount: number): void {
  cents.set(key, (cents.get(key) ?? 0) + Math.round(amount * 100))
}

async function modelled(table: string, relation: string): Promise<Cents> {
  const { rows } = await sql<{ account: string; month: string; amount: string }>`
    SELECT account_id AS account, to_char(period_first_day, 'YYYY-MM') AS month, sum(amount)::text AS amount
    FROM ${sql.id('dbt_ledger', table)} WHERE source_relation = ${relation} AND account_id IS NOT NULL
    GROUP BY 1, 2`.execute(database.db)
  const cents = new Map<string, number>()
  for (const { account, month, amount } of rows) add(cents, `${account} ${month}`, Number(amount))
  return cents
}

/**
 * What version 1.9.0 of the package does to a discount: that of a credit memo is on no account and taken from receivables with the
 * wrong sign, that of a refund receipt has the wrong sign on both of its accounts. (fivetran/dbt_quickbooks#127 is the same of
 * sales receipts, where it is mended.)
 */
async function discounts(schema: string): Promise<{ readonly profit: Cents; readonly change: Cents }> {
  const [profit, change] = [new Map<string, number>(), new Map<string, number>()]
  const of = async (head: string, line: string, key: string): Promise<readonly Discount[]> =>
    (
      await sql<Discount>`
        SELECT to_char(transaction_date, 'YYYY-MM') AS month, discount_account_id AS account, amount::text AS amount
        FROM ${sql.id(schema, head)} AS head JOIN ${sql.id(schema, line)} AS line ON ${sql.ref(`line.${key}`)} = head.id
        WHERE discount_account_id IS NOT NULL`.execute(database.db)
    ).rows
  for (const { month, account, amount } of await of('credit_memo', 'credit_memo_line', 'credit_memo_id')) {
    add(profit, `${account} ${month}`, Number(amount))
    add(change, `84 ${month}`, 2 * Number(amount))
  }
  for (const { month, account, amount } of await of('refund_receipt', 'refund_receipt_line', 'refund_id')) {
    add(profit, `${account} ${month}`, 2 * Number(amount))
    add(change, `35 ${month}`, 2 * Number(amount))
  }
  return { profit, change }
}
interface Discount {
  readonly month: string
  readonly account: string
  readonly amount: string
}

/** What differs, and by how much it should. */
function differences(expected: Cents, found: Cents): Record<string, number> {
  const keys = [...new Set([...expected.keys(), ...found.keys()])].toSorted()
  const off = keys.map((key) => [key, (expected.get(key) ?? 0) - (found.get(key) ?? 0)] as const)
  return Object.fromEntries(off.filter(([, cents]) => cents !== 0))
}

/** A change of each month, carried on into the months after it. */
function carried(change: Cents): Cents {
  const sums = new Map<string, number>()
  for (const [key, cents] of change) {
    const [account, from = ''] = key.split(' ')
    for (let year = 2022; year <= 2024; year++)
      for (let month = 1; month <= 12; month++) {
        const name = `${year}-${String(month).padStart(2, '0')}`
        if (name >= from) sums.set(`${account} ${name}`, (sums.get(`${account} ${name}`) ?? 0) + cents)
      }
  }
  return sums
}

test('one command brings a made-up company to a balance sheet', async () => {
  const own = await createTestDatabase()
  if (existsSync(join(project, 'dbt_packages'))) rmSync(join(project, 'dbt_packages'), { recursive: true })
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [join(project, 'ledger.mjs')], {
      env: { ...process.env, DATABASE_URL: own.url, DBT: dbt },
      maxBuffer: 64 * 1024 * 1024,
    })
    expect(stdout).toMatch(/ERROR=0 SKIP=0/u)
    expect(stdout).toContain('Accounts Receivable (A/R)')
  } finally {
    await own.drop()
    for (const made of ['dbt_packages', 'target', 'logs'])
      rmSync(join(project, made), { recursive: true, force: true })
  }
})

test('all models and tests of the package pass on three companies, and each has its own numbers to the cent', async () => {
  const { db } = database
  const simulator = createSimulator({
    companies: realms.map((realmId, at) =>
      generateCompany({ realmId, seed: at + 1, customers: 30, items: 15, invoices: 300, books }),
    ),
    limits: false,
  })
  const server = await simulator.listen()
  try {
    const sources = realms.map((realmId) =>
      qboSource(
        createQboClient({
          environment: 'sandbox',
          realmId,
          clientId: simulator.clientId,
          clientSecret: simulator.clientSecret,
          seedRefreshToken: simulator.refreshToken(realmId),
          tokenStore: memoryTokenStore(),
          apiBaseUrl: server.apiBaseUrl,
          tokenUrl: server.tokenUrl,
          rateLimit: false,
        }),
      ),
    )
    let variables: object = {}
    const schemas = realms.map((_, at) => `quickbooks_${at + 1}`)
    for (const [at, source] of sources.entries()) {
      const store = postgresStore({ db })
      await runBackfill({ source, store, entities: ['all'], from: '2020-01-01', to: '2025-06-01' })
      const views = { style: 'fivetran', schema: schemas[at], realmId: realms[at] } as const
      variables = (await createRawSink({ db }).createViews(views)).dbt?.variables ?? {}
    }
    const catalog = new URL(database.url).pathname.slice(1)
    const printed = build({
      ...variables,
      quickbooks_sources: schemas.map((schema) => ({ database: catalog, schema })),
    })
    expect(printed).toMatch(/Done\. PASS=\d+ WARN=0 ERROR=0 SKIP=0/u)
    console.log(/Done\..*/u.exec(printed)?.[0])
    for (const [at, source] of sources.entries()) {
      const relation = `${catalog}.${schemas[at]}`
      const off = await discounts(schemas[at] ?? '')
      const profit = await modelled('quickbooks__profit_and_loss', relation)
      expect(profit.size).toBeGreaterThan(100)
      expect(differences(await statement(source, 'ProfitAndLoss'), profit)).toEqual(
        Object.fromEntries(off.profit),
      )
      const sheet = await modelled('quickbooks__balance_sheet', relation)
      const own = await statement(source, 'BalanceSheet')
      const records = (cents: Cents): Cents =>
        // Retained earnings and the models' adjustment of them (9999) are no account that anything is booked on.
        new Map([...cents].filter(([key]) => !/^(?:2|9999) /u.test(key) && key.slice(-7) <= '2024-12'))
      expect(differences(records(own), records(sheet))).toEqual(Object.fromEntries(carried(off.change)))
    }
  } finally {
    await server.close()
  }
})

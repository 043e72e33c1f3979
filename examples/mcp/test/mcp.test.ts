import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { postgresStore, qboSource, runBackfill } from 'qbo-backfill'
import { createQboClient, memoryTokenStore } from 'qbo-client'
import { createRawSink } from 'qbo-raw-sink'
import { createSimulator, generateCompany } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hostileStatements } from './hostile-statements.ts'

const directory = fileURLToPath(new URL('..', import.meta.url))
const token = 'a token of the tests'
let database: TestDatabase
let readerUrl: string
let client: Client

beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  const simulator = createSimulator({
    companies: [generateCompany({ customers: 10, items: 5, invoices: 40 })],
    limits: false,
  })
  const server = await simulator.listen()
  const [realmId = ''] = simulator.realmIds
  const source = qboSource(
    createQboClient({
      environment: 'sandbox',
      realmId,
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      seedRefreshToken: simulator.refreshToken(),
      tokenStore: memoryTokenStore(),
      apiBaseUrl: server.apiBaseUrl,
      tokenUrl: server.tokenUrl,
      rateLimit: false,
    }),
  )
  const entities = ['customers', 'items', 'invoices'] as const
  await runBackfill({ source, store: postgresStore({ db }), entities, from: '2020-01-01', to: '2025-06-01' })
  await server.close()
  await createRawSink({ db }).createViews({ style: 'fivetran', realmId })
  for (let times = 0; times < 2; times++) setUp()
  const url = new URL(database.url)
  url.username = 'qbo_ask'
  url.password = "of' the tests"
  readerUrl = url.href
  client = new Client({ name: 'test', version: '1' })
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [`${directory}server.mjs`],
      env: { DATABASE_URL: readerUrl },
    }),
  )
})
afterAll(async () => {
  await client.close()
  await database.pool.query('DROP OWNED BY qbo_ask')
  await database.pool.query('DROP ROLE qbo_ask')
  await database.drop()
})

function setUp(...views: readonly string[]): void {
  execFileSync(process.execPath, [`${directory}setup.mjs`, ...views], {
    env: { ...process.env, DATABASE_URL: database.url, QBO_ASK_PASSWORD: "of' the tests" },
  })
}

interface Asked {
  readonly isError: boolean
  readonly text: string
}

async function call(name: string, input: object = {}, by = client): Promise<Asked> {
  const { content, isError = false } = await by.callTool({ name, arguments: { ...input } })
  const [first] = content as readonly { readonly text: string }[]
  return { isError: isError === true, text: first?.text ?? '' }
}

async function query(sql: string): Promise<{
  readonly rows: readonly Record<string, unknown>[]
  readonly isCut: boolean
  readonly proofs: {
    readonly proved: readonly Record<string, unknown>[]
    readonly unproved: readonly string[]
  }
}> {
  const { isError, text } = await call('query', { sql })
  if (isError) throw new Error(text)
  return JSON.parse(text) as Awaited<ReturnType<typeof query>>
}

test('what can be asked is listed with its columns and its proofs', async () => {
  const { entities, proofs } = JSON.parse((await call('list_entities')).text) as {
    readonly entities: readonly { readonly name: string; readonly columns: string }[]
    readonly proofs: { readonly proved: readonly object[] }
  }
  expect(entities.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['quickbooks.invoice', 'quickbooks.customer']),
  )
  expect(entities.every(({ name }) => name.startsWith('quickbooks.'))).toBe(true)
  expect(entities.find(({ name }) => name === 'quickbooks.invoice')?.columns).toContain(
    'total_amount numeric',
  )
  expect(proofs.proved).toHaveLength(3)
})

test('an answer says how well the rows behind it are proved, and what has changed since', async () => {
  const sql =
    'SELECT count(*)::int AS n FROM quickbooks.invoice JOIN quickbooks.customer c ON c.id = customer_id;'.replace(
      ';',
      '',
    )
  const first = await query(sql)
  expect(first).toMatchObject({ rows: [{ n: 40 }], isCut: false, proofs: { unproved: [] } })
  expect(
    first.proofs.proved.map(({ entity, colour, changed_since: since }) => [entity, colour, since]),
  ).toEqual([
    ['Customer', 'green', 0],
    ['Invoice', 'green', 0],
  ])
  await database.pool.query(`UPDATE raw.qb_invoices SET last_updated_time = now() WHERE id = '1001'`)
  const { proofs } = await query(sql)
  expect(proofs.proved).toMatchObject([{ entity: 'Customer', changed_since: 0 }, { changed_since: 1 }])
})

test('what a function reads by SQL of its own is among the proofs, and what no row was read of', async () => {
  const hidden = await query(
    `SELECT query_to_xml('SELECT count(*) FROM quickbooks.customer', true, false, '')::text AS x`,
  )
  expect(hidden.rows[0]?.['x']).toContain('<count>10</count>')
  expect(hidden.proofs.proved).toMatchObject([{ entity: 'Customer' }])
  const none = await query('SELECT id FROM quickbooks.item WHERE false')
  expect(none).toMatchObject({ rows: [], proofs: { proved: [{ entity: 'Item' }] } })
  expect(await query('SELECT 1 AS one')).toMatchObject({ proofs: { proved: [], unproved: [] } })
})

test('an answer says nothing of another company, and does not take its proof for its own', async () => {
  const { db, pool } = database
  const sink = createRawSink({ db })
  const [realmId, stranger] = ['9130350000000002', '9130350000000003']
  for (const of of [realmId, stranger])
    await sink.writePage(db, {
      realmId: of,
      entity: 'Invoice',
      text: `{"QueryResponse":{"Invoice":[{"Id":"1","SyncToken":"0","MetaData":{"CreateTime":"2024-01-01T00:00:00Z","LastUpdatedTime":"2024-01-01T00:00:00Z"}}]}}`,
      windows: { start: '2022-01-01T00:00:00Z', end: '2025-01-01T00:00:00Z' },
      runId: 'another',
      page: { number: 1, size: 1000 },
    })
  await sink.createViews({ style: 'fivetran', schema: 'quickbooks_2', realmId })
  await sink.createViews({ style: 'flat' })
  setUp('quickbooks_2')
  expect(await query('SELECT id FROM quickbooks_2.invoice')).toEqual({
    rows: [{ id: '1' }],
    isCut: false,
    proofs: { proved: [], unproved: [`qb_invoices of company ${realmId}`] },
  })
  const first = await query('SELECT count(*)::int AS n FROM quickbooks.invoice')
  expect(first).toMatchObject({
    rows: [{ n: 40 }],
    proofs: { proved: [{ entity: 'Invoice' }], unproved: [] },
  })
  // The flat views show all companies, and lie beside the raw tables, which stay closed.
  setUp('raw')
  const { proofs } = await query('SELECT id FROM raw.qb_invoices_flat')
  expect(proofs.proved).toMatchObject([{ entity: 'Invoice' }])
  expect(proofs.unproved).toEqual([`qb_invoices of company ${realmId}`, `qb_invoices of company ${stranger}`])
  expect((await call('query', { sql: 'SELECT * FROM raw.qb_invoices' })).isError).toBe(true)
  // A table that somebody made of the views is proved by nothing.
  await pool.query('CREATE TABLE quickbooks.copied AS SELECT id FROM quickbooks.invoice')
  await pool.query('GRANT SELECT ON quickbooks.copied TO qbo_ask')
  expect((await query('SELECT id FROM quickbooks.copied')).proofs).toEqual({
    proved: [],
    unproved: ['quickbooks.copied'],
  })
  await pool.query('DROP TABLE quickbooks.copied; REVOKE USAGE ON SCHEMA raw FROM qbo_ask')
})

test('an answer has no more rows and bytes than the limits, and says so', async () => {
  const many = await query('SELECT n FROM generate_series(1, 1000000) AS n')
  expect([many.rows.length, many.isCut]).toEqual([200, true])
  expect(await query(`SELECT repeat('x', 1000000) AS x`)).toMatchObject({
    rows: [{ left_out: 'a row of more than 20000 bytes' }],
  })
  const wide = await query(`SELECT repeat('x', 15000) AS x FROM generate_series(1, 100)`)
  expect(wide.isCut).toBe(true)
  expect(wide.rows.length).toBeLessThan(15)
})

test.each(hostileStatements)(
  'what does not only read is refused, and changes nothing: %s',
  async (sql) => {
    const before = await stateOf()
    expect((await call('query', { sql })).isError).toBe(true)
    expect(await stateOf()).toEqual(before)
  },
  60_000,
)

test('what a statement does to its session ends with it', async () => {
  await query('SELECT pg_advisory_lock(4711)')
  // PostgreSQL before 16 makes large objects in a READ ONLY transaction: this one is never committed.
  await query(`SELECT lo_from_bytea(4711, 'x')`).catch(() => undefined)
  await query(
    `SELECT set_config('statement_timeout', '0', false), set_config('transaction_read_only', 'off', false)`,
  ).catch(() => undefined)
  const { rows } = await database.pool.query(
    `SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711
     UNION ALL SELECT FROM pg_largeobject_metadata WHERE oid = 4711`,
  )
  expect(rows).toEqual([])
  expect((await call('query', { sql: 'SELECT pg_sleep(60)' })).isError).toBe(true)
}, 60_000)

test('a role that may do more than read is refused', async () => {
  const owner = new Client({ name: 'test', version: '1' })
  const env = { DATABASE_URL: database.url }
  await owner.connect(
    new StdioClientTransport({ command: process.execPath, args: [`${directory}server.mjs`], env }),
  )
  expect(await call('query', { sql: 'SELECT 1' }, owner)).toMatchObject({
    isError: true,
    text: expect.stringMatching(/no reader: it is a superuser/u) as string,
  })
  await owner.close()
})

test.each([
  ['may write', 'GRANT UPDATE (id) ON raw.qb_items TO qbo_ask', 'REVOKE ALL ON raw.qb_items FROM qbo_ask'],
  [
    'may act as somebody else',
    `CREATE FUNCTION public.leak() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM qbo_backfill.tokens'`,
    'DROP FUNCTION public.leak()',
  ],
  ['is a member of', 'GRANT pg_read_server_files TO qbo_ask', 'REVOKE pg_read_server_files FROM qbo_ask'],
])('a reader that %s is refused', async (what, grant, revoke) => {
  await database.pool.query(grant)
  try {
    expect(await call('query', { sql: 'SELECT 1' })).toMatchObject({
      isError: true,
      text: expect.stringContaining(what) as string,
    })
  } finally {
    await database.pool.query(revoke)
  }
  expect((await call('query', { sql: 'SELECT 1' })).isError).toBe(false)
})

test('over HTTP it answers whoever has the token, and nobody else', async () => {
  const child = spawn(process.execPath, [`${directory}server.mjs`, '--port', '0'], {
    env: { ...process.env, DATABASE_URL: readerUrl, QBO_ASK_TOKEN: token },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  try {
    const [line] = (await once(createInterface(child.stderr), 'line')) as [string]
    const url = new URL(line)
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(401)
    const http = new Client({ name: 'test', version: '1' })
    const headers = { authorization: `Bearer ${token}` }
    await http.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }))
    expect((await call('query', { sql: 'SELECT 1 AS one' }, http)).text).toContain('"one":1')
    await http.close()
  } finally {
    child.kill()
  }
})

async function stateOf(): Promise<unknown> {
  const { rows } = await database.pool.query(`
    SELECT (SELECT count(*) FROM raw.qb_invoices), (SELECT count(*) FROM pg_class WHERE relname NOT LIKE 'pg_%'),
           (SELECT count(*) FROM pg_roles)`)
  return rows
}

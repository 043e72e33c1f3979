import { sql, type Kysely } from 'kysely'
import { createQboClient, type TokenStore } from 'qbo-client'
import { createSimulator, generateCompany, type Simulator, type SimulatorServer } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  openDatabase,
  postgresStore,
  postgresTokenStore,
  qboSource,
  runBackfill,
  type BackfillWork,
  type BackfillReport,
  type BackfillStore,
} from '../../src/index.js'

// Their Ids collide, as those of real companies do.
const [acme, beta, gamma] = ['9130350000000001', '9130350000000002', '9130350000000003'] as const
const realmIds = [acme, beta, gamma]
const invoicesOf: Readonly<Record<string, number>> = { [acme]: 2400, [beta]: 300, [gamma]: 500 }

let simulator: Simulator
let server: SimulatorServer
let database: TestDatabase
let store: BackfillStore
let tokenStore: TokenStore

beforeEach(async () => {
  const companies = realmIds.map((realmId, index) => ({
    ...generateCompany({
      seed: index + 1,
      customers: 40,
      items: 20,
      invoices: invoicesOf[realmId] ?? 0,
      from: '2022-01-01',
      to: '2025-01-01',
    }),
    realmId,
  }))
  simulator = createSimulator({ companies })
  server = await simulator.listen()
  database = await createTestDatabase()
  const db: Kysely<Record<string, Record<string, unknown>>> = database.db
  store = postgresStore({ db })
  tokenStore = postgresTokenStore({ db })
})

afterEach(async () => {
  await server.close()
  await database.drop()
})

interface Start extends Partial<BackfillWork> {
  readonly seed?: string
  readonly host?: SimulatorServer
}

/** One store and one token store for all, as a program has that serves several companies. */
function start(realmId: string, { seed, host = server, ...options }: Start = {}): Promise<BackfillReport> {
  const client = createQboClient({
    environment: 'sandbox',
    realmId,
    clientId: simulator.clientId,
    clientSecret: simulator.clientSecret,
    seedRefreshToken: seed ?? simulator.refreshToken(realmId),
    tokenStore,
    apiBaseUrl: host.apiBaseUrl,
    tokenUrl: host.tokenUrl,
  })
  return runBackfill({
    source: qboSource(client),
    store,
    entities: ['customers', 'items', 'invoices'],
    from: '2020-01-01',
    to: '2025-01-01',
    ...options,
  })
}

function callsOf(realmId: string): number {
  return simulator.requests.filter(({ path }) => path.startsWith(`/v3/company/${realmId}/`)).length
}

/** The live rows of the company that carry its run, by Id. */
async function loadedIds(realmId: string, table: string): Promise<readonly string[]> {
  const rows = await sql<{ id: string }>`
    SELECT id FROM ${sql.table(`raw.${table}`)} AS stored JOIN qbo_backfill.runs USING (run_id)
    WHERE stored.realm_id = ${realmId} AND runs.realm_id = ${realmId} ORDER BY id`.execute(database.db)
  return rows.rows.map(({ id }) => id)
}

async function expectWhole(realmId: string): Promise<void> {
  for (const [entity, table] of [
    ['Customer', 'qb_customers'],
    ['Item', 'qb_items'],
    ['Invoice', 'qb_invoices'],
  ] as const) {
    const ids = simulator.records(entity, realmId).map(({ Id }) => Id)
    expect(await loadedIds(realmId, table), `${entity} of ${realmId}`).toEqual(ids.sort())
  }
}

test('three companies at once share the tables, and each has a run, a report, tokens and limits of its own', async () => {
  const reports = await Promise.all(realmIds.map((realmId) => start(realmId)))
  expect(new Set(reports.map(({ runId }) => runId)).size).toBe(3)
  for (const [index, realmId] of realmIds.entries()) {
    expect(reports[index]).toMatchObject({ realmId, status: 'green', apiCalls: callsOf(realmId) })
    const loaded = reports[index]?.entities.map(({ entity, loaded }) => [entity, loaded])
    expect(loaded).toEqual([
      ['Customer', 40],
      ['Item', 20],
      ['Invoice', invoicesOf[realmId]],
    ])
    await expectWhole(realmId)
  }
  expect(simulator.requests.filter(({ status }) => status === 429)).toEqual([])
  const tokens = await sql<{
    realm_id: string
  }>`SELECT realm_id FROM qbo_backfill.tokens ORDER BY realm_id`.execute(database.db)
  expect(tokens.rows.map(({ realm_id: realmId }) => realmId)).toEqual(realmIds)
})

test('a company that is throttled waits alone, is locked alone, and goes on from its place', async () => {
  simulator.inject({
    kind: 'throttled',
    match: ({ path, statement = '' }) => path.includes(acme) && /select \*.*Invoice/iu.test(statement),
  })
  const stop = new AbortController()
  let settled = false
  const throttled = start(acme, { signal: stop.signal }).finally(() => (settled = true))
  throttled.catch(() => undefined)
  const others = await Promise.all([start(beta), start(gamma)])
  expect(others.map(({ status }) => status)).toEqual(['green', 'green'])
  expect(simulator.requests.some(({ status, path }) => status === 429 && path.includes(acme))).toBe(true)
  expect(settled, 'the pause of a minute').toBe(false)
  await expect(start(acme)).rejects.toMatchObject({ code: 'BACKFILL_LOCKED' })
  stop.abort(new Error('stopped'))
  await expect(throttled).rejects.toThrow('stopped')
  await Promise.all([expectWhole(beta), expectWhole(gamma)])
  // The pause belongs to the host and the company. Another address is another host.
  const elsewhere = await simulator.listen()
  try {
    const resumed = await start(acme, { host: elsewhere })
    expect(resumed).toMatchObject({ status: 'green', realmId: acme })
    await expectWhole(acme)
  } finally {
    await elsewhere.close()
  }
})

test('a company that has spent its calls, and one whose refresh token is dead, stop nobody else', async () => {
  const spending = start(acme, { maxApiCalls: 7 })
  const seed = simulator.refreshToken(beta)
  simulator.rotateRefreshToken(beta)
  const dead = start(beta, { seed })
  const [spent, refused, well] = await Promise.allSettled([spending, dead, start(gamma)])
  expect(spent).toMatchObject({ status: 'rejected', reason: { code: 'BACKFILL_BUDGET_SPENT' } })
  expect(callsOf(acme)).toBe(7)
  expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'QBO_REAUTHORIZATION_REQUIRED' } })
  expect(callsOf(beta)).toBe(0)
  expect(well).toMatchObject({ status: 'fulfilled', value: { status: 'green', apiCalls: callsOf(gamma) } })
  await expectWhole(gamma)
  // Both are mended one by one: more calls, and a new token.
  const mended = await Promise.all([start(acme, { maxApiCalls: 100 }), start(beta)])
  expect(mended.map(({ realmId, status }) => [realmId, status])).toEqual([
    [acme, 'green'],
    [beta, 'green'],
  ])
  await Promise.all([expectWhole(acme), expectWhole(beta)])
})

test('nine companies at once, each of which keeps a connection, are served by eighteen', async () => {
  const many = Array.from({ length: 9 }, (_, index) => `913035000000001${index}`)
  const company = generateCompany({ seed: 4, customers: 9, items: 9, invoices: 30 })
  const quickBooks = createSimulator({ companies: many.map((realmId) => ({ ...company, realmId })) })
  const host = await quickBooks.listen()
  const { db, close } = await openDatabase(database.url, { maxConnections: 18 })
  try {
    store = postgresStore({ db })
    tokenStore = postgresTokenStore({ db })
    const started = many.map((realmId) => start(realmId, { seed: quickBooks.refreshToken(realmId), host }))
    const reports = await Promise.all(started)
    expect(reports.map(({ realmId, status }) => [realmId, status])).toEqual(
      many.map((realmId) => [realmId, 'green']),
    )
  } finally {
    await close()
    await host.close()
  }
})

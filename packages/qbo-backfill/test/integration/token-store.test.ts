import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { tokenStoreContract, type TokenStorePlace } from 'qbo-client/testing'
import { createSimulator, generateCompany } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { postgresTokenStore } from '../../src/index.js'
import { startProxy } from '../breakable-proxy.js'
import { emptyDatabase, type EmptyDatabase } from '../databases.js'

const encryptionKey = Buffer.alloc(32, 3)

let postgres: TestDatabase
let pglite: EmptyDatabase
let places = 0

beforeAll(async () => {
  postgres = await createTestDatabase()
  pglite = await emptyDatabase('PGlite')
})

afterAll(async () => {
  await postgres.drop()
  await pglite.close()
})

/** A place is a schema: a database for each check would cost seconds. */
function onPostgres(): TokenStorePlace {
  const schema = `Tokens "${(places += 1)}"`
  return { open: () => postgresTokenStore({ db: postgres.db, schema, encryptionKey }) }
}

function onPglite(): TokenStorePlace {
  const schema = `tokens_${(places += 1)}`
  return { open: () => postgresTokenStore({ db: pglite.db, schema }) }
}

describe.each([
  ['PostgreSQL', onPostgres],
  ['PGlite', onPglite],
])('on %s', (_name, createPlace) => {
  for (const check of tokenStoreContract(createPlace)) {
    // The checks assert by themselves, with no test framework.
    test(`${check.name}`, () => expect(check.run()).resolves.toBeUndefined())
  }
})

test('200 requests in four processes, and a rotation between two rounds, send one refresh a round', async () => {
  const simulator = createSimulator({
    companies: [generateCompany({ seed: 1, invoices: 5 })],
    limits: false,
  })
  const server = await simulator.listen()
  const database = await createTestDatabase()
  onTestFinished(async () => {
    await server.close()
    await database.drop()
  })
  const child = fileURLToPath(new URL('token-store-child.mjs', import.meta.url))
  const settings = {
    url: database.url,
    realmId: simulator.realmIds[0],
    clientId: simulator.clientId,
    clientSecret: simulator.clientSecret,
    seedRefreshToken: simulator.refreshToken(),
    apiBaseUrl: server.apiBaseUrl,
    tokenUrl: server.tokenUrl,
  }
  const refreshes = (): number => simulator.requests.filter(({ path }) => path.endsWith('/bearer')).length
  const start = async (): Promise<string> => {
    const running = spawn(process.execPath, [child, JSON.stringify(settings)])
    let output = ''
    running.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    running.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    return new Promise((resolve) => running.on('close', () => resolve(output)))
  }
  const round = async (): Promise<readonly string[]> => Promise.all(Array.from({ length: 4 }, start))
  expect(await round()).toEqual(['done', 'done', 'done', 'done'])
  expect(refreshes()).toBe(1)
  // 26 hours later the access token has expired and the refresh token rotates.
  simulator.expireAccessTokens()
  simulator.setNow(simulator.now() + 26 * 3_600_000)
  expect(await round()).toEqual(['done', 'done', 'done', 'done'])
  expect(refreshes()).toBe(2)
})

test('a database that was away at the first call is asked again at the next', async () => {
  const database = await createTestDatabase()
  const proxy = await startProxy(database.url)
  const pool = new pg.Pool({ connectionString: proxy.url })
  pool.on('error', () => undefined)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  onTestFinished(async () => {
    await db.destroy()
    proxy.cut()
    await database.drop()
  })
  const store = postgresTokenStore({ db })
  const key = { environment: 'sandbox', clientId: 'app', realmId: '1' } as const
  proxy.cut()
  const passing = { code: 'BACKFILL_DATABASE_UNAVAILABLE', retryable: true }
  await expect(store.load(key)).rejects.toMatchObject(passing)
  await expect(store.withLock(key, async () => undefined, {})).rejects.toMatchObject(passing)
  await proxy.mend()
  await store.save(key, { refreshToken: 'RT1-kept' })
  expect(await store.load(key)).toEqual({ refreshToken: 'RT1-kept' })
})

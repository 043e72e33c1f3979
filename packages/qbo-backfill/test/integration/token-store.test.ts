import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { tokenStoreContract, type TokenStorePlace } from 'qbo-client/testing'
import { createSimulator, generateCompany } from 'qbo-simulator'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { postgresTokenStore } from '../../src/index.js'
import { openDatabase, type OpenDatabase } from '../../src/store/open-database.js'

const encryptionKey = Buffer.alloc(32, 3)

let postgres: TestDatabase
let pglite: OpenDatabase
let places = 0

beforeAll(async () => {
  postgres = await createTestDatabase()
  pglite = await openDatabase('pglite:memory')
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

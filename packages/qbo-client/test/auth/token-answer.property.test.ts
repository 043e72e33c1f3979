import fc from 'fast-check'
import { search } from 'testkit/depth'
import { expect, test } from 'vitest'
import { createOAuthClient, memoryTokenStore } from '../../src/index.js'
import { connect } from '../support/client.js'
import { key, ok, storeWith } from '../support/token-host.js'
import { startServer, isTokenRequest } from '../support/http-server.js'
import type { Reply } from '../support/http-server.js'

const refreshToken = 'RT1-the-only-one-that-lives'

/** JSON texts of what may stand for a lifetime; a number of JSON may be beyond what JavaScript holds. */
const lifetime = fc.oneof(
  fc.double().map((value) => (Number.isFinite(value) ? String(value) : '1e999')),
  fc.integer().map(String),
  fc.constantFrom('1e300', '8640000000000000', '-1', 'null', '""', '"soon"', '"3600"', '" 12 "', '"NaN"'),
  fc.constantFrom('"-Infinity"', '"1e400"', '{}', '[3600]', 'true', '253402300800', '-0', '1e-300'),
  fc.json(),
)

/** Names that may stand beside a token, also those that other code looks for. */
const anyName = fc.constantFrom(
  'error',
  'Fault',
  'fault',
  '__proto__',
  'constructor',
  'QueryResponse',
  'time',
  'x',
)

const lifetimes = fc.dictionary(
  fc.constantFrom('expires_in', 'x_refresh_token_expires_in', 'x_refresh_token_hard_expires_in'),
  lifetime,
)

const answer = fc
  .record({
    accessToken: fc.oneof(
      fc.constant('"access-token-1"'),
      fc.json(),
      fc.string().map((text) => JSON.stringify(text)),
    ),
    lifetimes,
    others: fc.dictionary(
      anyName,
      fc.json().filter((text) => text !== '"invalid_grant"'),
    ),
    before: fc.constantFrom('', '\uFEFF', ' \n'),
    status: fc.constantFrom(200, 201, 203),
  })
  .map(({ accessToken, lifetimes: ends, others, before, status }): Reply => {
    const isToken = /^"[\x20-\x7e]+"$/.test(accessToken) && accessToken !== '""'
    // An answer that names an error is one, unless both tokens are in it.
    if (!isToken) delete others['error']
    const members = {
      ...others,
      ...ends,
      access_token: accessToken,
      refresh_token: JSON.stringify(refreshToken),
    }
    const text = Object.entries(members).map(([name, value]) => `${JSON.stringify(name)}:${value}`)
    return { status, body: `${before}{${text.join(',')}}`, headers: { 'content-type': 'application/json' } }
  })

test('whatever else a token answer says, its refresh token is stored', async () => {
  let reply: Reply = ok()
  const server = await startServer((request) => (isTokenRequest(request) ? reply : ok()))
  await fc.assert(
    fc.asyncProperty(answer, async (given) => {
      reply = given
      const tokenStore = storeWith({})
      await connect(server, { tokenStore, retries: 0 })
        .client.query('SELECT * FROM Customer')
        .catch(() => undefined)
      expect((await tokenStore.load(key))?.refreshToken).toBe(refreshToken)
    }),
    search({ quick: 80, deep: 600 }),
  )
})

test('whatever else the answer to a login says, its refresh token is stored', async () => {
  let reply: Reply = ok()
  const server = await startServer(() => reply)
  await fc.assert(
    fc.asyncProperty(answer, async (given) => {
      reply = given
      const tokenStore = memoryTokenStore()
      const { environment, clientId } = key
      const app = { environment, clientId, clientSecret: 'client-secret-very-secret' }
      const oauth = createOAuthClient({ ...app, tokenStore, tokenUrl: `${server.url}/token` })
      await oauth.exchangeCode({ code: 'C', realmId: key.realmId }, 'http://localhost/callback')
      expect((await tokenStore.load(key))?.refreshToken).toBe(refreshToken)
    }),
    search({ quick: 40, deep: 300 }),
  )
})

test('a login whose store cannot be read fails before its code is spent', async () => {
  const server = await startServer(() => ok())
  const store = memoryTokenStore()
  const broken = {
    ...store,
    withLock: async () => Promise.reject(new Error('the disk is gone')),
  }
  const { environment, clientId } = key
  const app = { environment, clientId, clientSecret: 'client-secret-very-secret' }
  const oauth = createOAuthClient({ ...app, tokenStore: broken, tokenUrl: `${server.url}/token` })
  await expect(
    oauth.exchangeCode({ code: 'C', realmId: key.realmId }, 'http://localhost/callback'),
  ).rejects.toThrow('the disk is gone')
  expect(server.seen).toHaveLength(0)
})

test('a refresh token that comes alone is stored, and the next try asks with it', async () => {
  const server = await startServer((request) => {
    if (!isTokenRequest(request)) return ok()
    const alone = new URLSearchParams(request.body).get('refresh_token') === 'RT1-stored'
    const tokens = { refresh_token: refreshToken, ...(alone ? {} : { access_token: 'access-token-1' }) }
    return { body: JSON.stringify(tokens), headers: { 'content-type': 'application/json' } }
  })
  const tokenStore = storeWith({})
  await connect(server, { tokenStore }).client.query('SELECT * FROM Customer')
  expect(server.token).toHaveLength(2)
})

import { describe, expect, test } from 'vitest'
import { hashSeed } from '../../src/auth/token-set.js'
import { isQboError, memoryTokenStore } from '../../src/index.js'
import type { TokenStore } from '../../src/index.js'
import { connect, grant, realmId, rows } from '../support/client.js'
import { isTokenRequest, json, startServer } from '../support/http-server.js'
import type { Reply, SeenRequest } from '../support/http-server.js'
import { createTestClock } from '../support/test-clock.js'

const key = { environment: 'sandbox', clientId: 'client-id', realmId } as const
const invalidGrant: Reply = json(
  { error: 'invalid_grant', error_description: 'Token invalid' },
  { status: 400 },
)
const ok = (): Reply => rows('Customer', [{ Id: '1' }])
const tokenOf = (request: SeenRequest): string => new URLSearchParams(request.body).get('refresh_token') ?? ''

function storeWith(set: Record<string, unknown>): TokenStore {
  const store = memoryTokenStore()
  void store.save(key, { refreshToken: 'RT1-stored', ...set })
  return store
}

/** A token host where only one refresh token lives; each refresh kills it and names the next. */
function rotatingHost(first: string) {
  let alive = first
  let turn = 0
  return (request: SeenRequest): Reply => {
    if (tokenOf(request) !== alive) return invalidGrant
    turn += 1
    alive = `RT1-rotated-${turn}`
    return grant({ refresh_token: alive })
  }
}

describe('single flight', () => {
  test('50 concurrent requests with an expired token send exactly one refresh (oauth-jsclient#128)', async () => {
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : ok()))
    const { client } = connect(server, {
      rateLimit: false,
      tokenStore: storeWith({ accessToken: 'old', accessTokenExpiresAt: '2026-01-15T00:00:00Z' }),
    })
    await Promise.all(Array.from({ length: 50 }, async () => client.query('SELECT * FROM Customer')))
    expect(server.token).toHaveLength(1)
    expect(server.api).toHaveLength(50)
  })

  test('two clients that share a store both live on across a rotation (mcp-server#43)', async () => {
    const host = rotatingHost('RT1-seed-refresh-token')
    const server = await startServer((request) => (isTokenRequest(request) ? host(request) : ok()))
    const tokenStore = memoryTokenStore()
    const clock = createTestClock()
    const [one, two] = [connect(server, { tokenStore }, clock), connect(server, { tokenStore }, clock)]
    for (let hour = 0; hour < 6; hour += 1) {
      await Promise.all(
        [one, two, two, one].map(async ({ client }) => client.query('SELECT * FROM Customer')),
      )
      clock.advance(3_600_000)
    }
    expect(server.token).toHaveLength(6)
  })

  test('100 calls within an hour send one refresh (mcp-server#41)', async () => {
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : ok()))
    const { client } = connect(server)
    for (let call = 0; call < 100; call += 1) await client.query('SELECT * FROM Customer')
    expect(server.token).toHaveLength(1)
  })

  test('one who gives up does not take the refresh from the others', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const server = await startServer(async (request) => {
      if (!isTokenRequest(request)) return ok()
      await held
      return grant()
    })
    const { client } = connect(server)
    const controller = new AbortController()
    const reason = new Error('enough')
    const abandoned = client.query('SELECT * FROM Customer', { signal: controller.signal })
    const patient = client.query('SELECT * FROM Customer')
    await expect.poll(() => server.token.length).toBe(1)
    controller.abort(reason)
    await expect(abandoned).rejects.toBe(reason)
    release()
    await expect(patient).resolves.toMatchObject({ records: [{ Id: '1' }] })
    expect(server.token).toHaveLength(1)
  })

  test('a grant that comes after everybody gave up is kept', async () => {
    let release: () => void = () => undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const server = await startServer(async (request) => {
      if (!isTokenRequest(request)) return ok()
      await held
      return grant({ refresh_token: 'RT1-late' })
    })
    const tokenStore = memoryTokenStore()
    const { client } = connect(server, { tokenStore })
    const controller = new AbortController()
    const abandoned = client.query('SELECT * FROM Customer', { signal: controller.signal })
    await expect.poll(() => server.token.length).toBe(1)
    controller.abort(new Error('enough'))
    await expect(abandoned).rejects.toThrow('enough')
    release()
    await expect.poll(async () => (await tokenStore.load(key))?.refreshToken).toBe('RT1-late')
  })
})

describe('what the token host answers', () => {
  test.each([
    ['HTTP 400', invalidGrant],
    ['HTTP 401', { ...invalidGrant, status: 401 }],
    ['HTTP 200 (node-quickbooks#171)', json({ error: 'invalid_grant' })],
    ['25 bytes without a description', { status: 400, body: '{"error":"invalid_grant"}' }],
  ])(
    'invalid_grant in %s asks for authorization and leaves the stored tokens alone',
    async (_name, reply) => {
      const server = await startServer(() => reply)
      const tokenStore = storeWith({ triedSeeds: [hashSeed('RT1-seed-refresh-token')] })
      const { client } = connect(server, { tokenStore })
      await expect(client.companyInfo()).rejects.toMatchObject({
        code: 'QBO_REAUTHORIZATION_REQUIRED',
        retryable: false,
        oauthError: 'invalid_grant',
      })
      expect((await tokenStore.load(key))?.refreshToken).toBe('RT1-stored')
      expect(server.token).toHaveLength(1)
    },
  )

  test.each<[string, Reply]>([
    ['429', { status: 429, body: '{"error":"rate_limited"}' }],
    ['503 (mcp-server#104)', { status: 503, body: '<html>down</html>' }],
    ['an HTML page with 200', { body: '<html>We will be back soon</html>' }],
    ['an empty 200', { body: '' }],
    ['a 200 without tokens', json({})],
    ['a 400 in HTML', { status: 400, body: '<html></html>' }],
    ['500 with an OAuth body', json({ error: 'server_error' }, { status: 500 })],
    ['a broken connection', { reset: true }],
    ['a body cut off', { body: '{"access_token":"abc","refresh_token":"def"}', cutOff: true }],
  ])('%s is a passing trouble: tokens stay and the next try goes through', async (_name, reply) => {
    const server = await startServer((request, index) => {
      if (!isTokenRequest(request)) return ok()
      return index < 2 ? reply : grant()
    })
    const { client } = connect(server, { tokenStore: storeWith({}) })
    await client.query('SELECT * FROM Customer')
    expect(server.token.map(tokenOf)).toEqual(['RT1-stored', 'RT1-stored', 'RT1-stored'])
  })

  test('a token host that stays down ends in a retryable error, the store as it was', async () => {
    const server = await startServer(() => ({ status: 503 }))
    const tokenStore = storeWith({})
    const { client } = connect(server, { tokenStore })
    await expect(client.companyInfo()).rejects.toMatchObject({ code: 'QBO_REFRESH_FAILED', retryable: true })
    expect(server.token).toHaveLength(6)
    expect(await tokenStore.load(key)).toEqual({ refreshToken: 'RT1-stored' })
  })

  test('a token host that never answers ends in time', async () => {
    const server = await startServer(() => ({ hang: true }))
    const { client } = connect(server, { timeoutMs: 60, retries: 1 })
    await expect(client.companyInfo()).rejects.toMatchObject({ code: 'QBO_REFRESH_FAILED', retryable: true })
  })

  test('invalid_client names the app, not the token, and spends no seed', async () => {
    const server = await startServer(() => json({ error: 'invalid_client' }, { status: 401 }))
    const tokenStore = memoryTokenStore()
    const { client } = connect(server, { tokenStore })
    await expect(client.companyInfo()).rejects.toMatchObject({
      code: 'QBO_CLIENT_REJECTED',
      retryable: false,
    })
    expect(await tokenStore.load(key)).toBeUndefined()
  })

  test('the same refresh token with less time left is kept with its new end (oauth-jsclient#74)', async () => {
    const server = await startServer((request) =>
      isTokenRequest(request)
        ? grant({ refresh_token: 'RT1-stored', x_refresh_token_expires_in: 8_721_385 })
        : ok(),
    )
    const tokenStore = storeWith({ refreshTokenExpiresAt: '2026-04-26T00:30:00.000Z' })
    const { client, events } = connect(server, { tokenStore })
    await client.query('SELECT * FROM Customer')
    const kept = await tokenStore.load(key)
    expect(kept?.refreshToken).toBe('RT1-stored')
    expect(kept?.refreshTokenExpiresAt).toBe(
      new Date(Date.parse('2026-01-15T00:30:00Z') + 8_721_385_000).toISOString(),
    )
    expect(events.find((event) => event.type === 'token.refreshed')).toMatchObject({ rotated: false })
  })

  test('an answer without a refresh token keeps the one there is', async () => {
    const server = await startServer((request) =>
      isTokenRequest(request) ? grant({ refresh_token: undefined }) : ok(),
    )
    const tokenStore = storeWith({})
    await connect(server, { tokenStore }).client.query('SELECT * FROM Customer')
    expect((await tokenStore.load(key))?.refreshToken).toBe('RT1-stored')
  })

  test('a refused token gives way to a newer one in the store (mcp-server#104)', async () => {
    const tokenStore = storeWith({})
    const server = await startServer(async (request) => {
      if (!isTokenRequest(request)) return ok()
      if (tokenOf(request) !== 'RT1-stored') return grant()
      // A sibling that shares the store but not the lock saves meanwhile.
      await tokenStore.save(key, { refreshToken: 'RT1-newer' })
      return invalidGrant
    })
    await connect(server, { tokenStore }).client.query('SELECT * FROM Customer')
    expect(server.token.map(tokenOf)).toEqual(['RT1-stored', 'RT1-newer'])
  })
})

describe('seeds', () => {
  test.each(['', '  ', undefined])(
    'the seed %j is no seed: an empty store says so and asks nobody',
    async (seed) => {
      const server = await startServer(() => invalidGrant)
      const { client } = connect(server, { seedRefreshToken: seed })
      await expect(client.companyInfo()).rejects.toMatchObject({
        code: 'QBO_TOKEN_MISSING',
        retryable: false,
      })
      expect(server.seen).toEqual([])
    },
  )

  test('the store wins over a stale seed (python-quickbooks#282)', async () => {
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : ok()))
    await connect(server, { tokenStore: storeWith({}) }).client.query('SELECT * FROM Customer')
    expect(server.token.map(tokenOf)).toEqual(['RT1-stored'])
  })

  test('a person repairs a dead store by a new seed, and a dead seed is tried once', async () => {
    const tokenStore = storeWith({})
    let alive = 'none'
    const server = await startServer((request) => {
      if (!isTokenRequest(request)) return ok()
      return tokenOf(request) === alive ? grant() : invalidGrant
    })
    const withSeed = (seedRefreshToken: string) => connect(server, { tokenStore, seedRefreshToken }).client
    await expect(withSeed('RT1-dead-seed').companyInfo()).rejects.toMatchObject({
      code: 'QBO_REAUTHORIZATION_REQUIRED',
    })
    await expect(withSeed('RT1-dead-seed').companyInfo()).rejects.toMatchObject({
      code: 'QBO_REAUTHORIZATION_REQUIRED',
    })
    expect(server.token.map(tokenOf)).toEqual(['RT1-stored', 'RT1-dead-seed', 'RT1-stored'])
    alive = 'RT1-new-seed'
    await withSeed('RT1-new-seed').query('SELECT * FROM Customer')
    const kept = await tokenStore.load(key)
    expect(kept?.refreshToken).toMatch(/^RT1-refresh-token/)
    expect(kept?.triedSeeds).toEqual([hashSeed('RT1-dead-seed'), hashSeed('RT1-new-seed')])
  })

  test('a refused seed on an empty store asks for authorization, later too', async () => {
    const server = await startServer(() => invalidGrant)
    const tokenStore = memoryTokenStore()
    for (let run = 0; run < 2; run += 1) {
      await expect(connect(server, { tokenStore }).client.companyInfo()).rejects.toMatchObject({
        code: 'QBO_REAUTHORIZATION_REQUIRED',
      })
    }
    expect(server.token).toHaveLength(1)
  })
})

describe('a 401 of the API', () => {
  const unauthorized: Reply = {
    status: 401,
    body: '<IntuitResponse><Fault type="AUTHENTICATION"><Error code="100"><Message>SRV-110-Authentication Failure</Message></Error></Fault></IntuitResponse>',
  }

  test('refreshes once and sends again (python-quickbooks#120)', async () => {
    let refused = 0
    const server = await startServer((request) => {
      if (isTokenRequest(request)) return grant()
      refused += 1
      return refused === 1 ? unauthorized : ok()
    })
    await connect(server).client.query('SELECT * FROM Customer')
    expect(server.token).toHaveLength(2)
  })

  test('is final when the new token is refused too', async () => {
    const server = await startServer((request) => (isTokenRequest(request) ? grant() : unauthorized))
    const error: unknown = await connect(server)
      .client.companyInfo()
      .catch((caught: unknown) => caught)
    expect(error).toMatchObject({
      code: 'QBO_UNAUTHORIZED',
      retryable: false,
      status: 401,
      faults: [{ code: '100' }],
    })
    expect(server.api).toHaveLength(2)
  })

  test('of 20 requests at once causes one refresh', async () => {
    const alive = new Set<string>()
    const server = await startServer((request) => {
      if (!isTokenRequest(request)) {
        return alive.has(String(request.headers.authorization)) ? ok() : unauthorized
      }
      const reply = grant()
      if (server.token.length > 1)
        alive.add(`Bearer ${(JSON.parse(reply.body ?? '') as { access_token: string }).access_token}`)
      return reply
    })
    const { client } = connect(server, { rateLimit: false })
    await Promise.all(Array.from({ length: 20 }, async () => client.query('SELECT * FROM Customer')))
    expect(server.token).toHaveLength(2)
  })

  test('uses what another process has refreshed instead of refreshing again', async () => {
    const tokenStore = storeWith({ accessToken: 'stale', accessTokenExpiresAt: '2026-01-15T01:30:00Z' })
    const server = await startServer(async (request) => {
      if (request.headers.authorization === 'Bearer newer') return ok()
      await tokenStore.save(key, {
        refreshToken: 'RT1-b',
        accessToken: 'newer',
        accessTokenExpiresAt: '2026-01-15T01:30:00Z',
      })
      return unauthorized
    })
    await connect(server, { tokenStore }).client.query('SELECT * FROM Customer')
    expect(server.token).toEqual([])
  })
})

describe('a store that fails', () => {
  test('to keep what it was given is told at once, and the grant is saved at the next call (airbyte#7296)', async () => {
    const inner = memoryTokenStore()
    let keeps = false
    const tokenStore: TokenStore = {
      ...inner,
      withLock: (lock, fn, options) =>
        inner.withLock(
          lock,
          (locked) => fn({ ...locked, save: async (set) => (keeps ? locked.save(set) : undefined) }),
          options,
        ),
    }
    const host = rotatingHost('RT1-seed-refresh-token')
    const server = await startServer((request) => (isTokenRequest(request) ? host(request) : ok()))
    const { client } = connect(server, { tokenStore })
    await expect(client.companyInfo()).rejects.toMatchObject({ code: 'QBO_TOKEN_STORE_FAILED' })
    keeps = true
    await client.query('SELECT * FROM Customer')
    expect((await inner.load(key))?.refreshToken).toBe('RT1-rotated-1')
    expect(server.token).toHaveLength(1)
  })

  test('to answer at all becomes an error of ours with its own as the cause', async () => {
    const cause = new Error('connection terminated')
    const tokenStore: TokenStore = { ...memoryTokenStore(), load: async () => Promise.reject(cause) }
    const server = await startServer(ok)
    const error: unknown = await connect(server, { tokenStore })
      .client.companyInfo()
      .catch((caught: unknown) => caught)
    expect(isQboError(error)).toBe(true)
    expect(error).toMatchObject({ code: 'QBO_TOKEN_STORE_FAILED', cause })
  })
})

test('a token that ends mid-run is replaced between two pages (airbyte#45911)', async () => {
  const server = await startServer((request) => {
    if (isTokenRequest(request)) return grant()
    const start = Number(/STARTPOSITION (\d+)/.exec(request.query.get('query') ?? '')?.[1])
    return rows('Customer', start > 3 ? [] : [{ Id: String(start) }])
  })
  const { client, clock } = connect(server)
  const ids: string[] = []
  for await (const page of client.pages({ entity: 'Customer', pageSize: 1 })) {
    ids.push(...page.records.map((record) => record.Id))
    clock.advance(3_600_000)
  }
  expect(ids).toEqual(['1', '2', '3'])
  expect(server.token).toHaveLength(4)
})

test('a token that lives a second does not spin', async () => {
  const server = await startServer((request) => (isTokenRequest(request) ? grant({ expires_in: 0 }) : ok()))
  await connect(server).client.query('SELECT * FROM Customer')
  expect(server.token.length).toBeLessThanOrEqual(2)
})

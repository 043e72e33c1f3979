import { describe, expect, test } from 'vitest'
import { hashSeed } from '../../src/auth/token-set.js'
import { memoryTokenStore } from '../../src/index.js'
import { connect, grant } from '../support/client.js'
import { isTokenRequest, json, startServer } from '../support/http-server.js'
import type { Reply } from '../support/http-server.js'
import { invalidGrant, key, ok, rotatingHost, storeWith, tokenOf } from '../support/token-host.js'
import { createTestClock } from '../support/test-clock.js'

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
    ['invalid_grant with 503', json({ error: 'invalid_grant' }, { status: 503 })],
    ['invalid_client with 500', json({ error: 'invalid_client' }, { status: 500 })],
    ['temporarily_unavailable', json({ error: 'temporarily_unavailable' }, { status: 400 })],
    ['server_error', json({ error: 'server_error' }, { status: 400 })],
    ['invalid_request (.NET-SDK#342)', json({ error: 'invalid_request' }, { status: 400 })],
    ['an error of tomorrow', json({ error: 'slow_down' }, { status: 400 })],
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

  test.each(['unsupported_grant_type', 'invalid_scope'])(
    '%s blames neither the keys nor the token, and is sent once',
    async (error) => {
      const server = await startServer(() => json({ error }, { status: 400 }))
      const tokenStore = storeWith({})
      const { client } = connect(server, { tokenStore })
      await expect(client.companyInfo()).rejects.toMatchObject({
        code: 'QBO_TOKEN_REQUEST_REFUSED',
        retryable: false,
        oauthError: error,
      })
      expect(server.token).toHaveLength(1)
      expect(await tokenStore.load(key)).toEqual({ refreshToken: 'RT1-stored' })
    },
  )

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

import { describe, expect, test } from 'vitest'
import { hashSeed } from '../../src/auth/token-set.js'
import { describeTokens, isQboError, memoryTokenStore } from '../../src/index.js'
import type { TokenStore } from '../../src/index.js'
import { connect, grant, rows } from '../support/client.js'
import { isTokenRequest, startServer } from '../support/http-server.js'
import type { Reply } from '../support/http-server.js'
import { invalidGrant, key, ok, rotatingHost, storeWith, tokenOf } from '../support/token-host.js'

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
    expect(describeTokens(await tokenStore.load(key)).isConnected).toBe(false)
    alive = 'RT1-new-seed'
    await withSeed('RT1-new-seed').query('SELECT * FROM Customer')
    const kept = await tokenStore.load(key)
    expect(kept?.refreshToken).toMatch(/^RT1-refresh-token/)
    expect(kept?.triedSeeds).toEqual([hashSeed('RT1-dead-seed'), hashSeed('RT1-new-seed')])
    expect(describeTokens(kept).isConnected).toBe(true)
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
        alive.add(`Bearer ${(JSON.parse(String(reply.body)) as { access_token: string }).access_token}`)
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
    expect(error).toMatchObject({ code: 'QBO_TOKEN_STORE_FAILED', cause, retryable: false })
  })

  test.each(['load', 'withLock'] as const)(
    'in %s for a moment, and says that it may pass, is asked again',
    async (part) => {
      const inner = memoryTokenStore()
      const failures = [1, 2]
      const hiccup = async (): Promise<never> =>
        Promise.reject(Object.assign(new Error('the database restarts'), { retryable: true }))
      const tokenStore: TokenStore = {
        ...inner,
        load: async (...words) =>
          part === 'load' && failures.pop() !== undefined ? hiccup() : inner.load(...words),
        withLock: async (...words) =>
          part === 'withLock' && failures.pop() !== undefined ? hiccup() : inner.withLock(...words),
      }
      const server = await startServer((request) => (isTokenRequest(request) ? grant() : ok()))
      const { client } = connect(server, { tokenStore })
      await client.query('SELECT * FROM Customer')
      expect(failures).toEqual([])
      expect(server.token).toHaveLength(1)
    },
  )

  test('and says that it may pass for ever ends in an error that says so too', async () => {
    const cause = Object.assign(new Error('the database is away'), { retryable: true })
    const tokenStore: TokenStore = { ...memoryTokenStore(), load: async () => Promise.reject(cause) }
    const server = await startServer(ok)
    await expect(connect(server, { tokenStore }).client.companyInfo()).rejects.toMatchObject({
      code: 'QBO_TOKEN_STORE_FAILED',
      retryable: true,
      cause,
    })
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

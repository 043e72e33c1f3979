import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  buildAuthorizationUrl,
  createOAuthClient,
  createState,
  describeTokens,
  discoverEndpoints,
  fileTokenStore,
  listenForRedirect,
  memoryTokenStore,
  parseRedirect,
} from '../../src/index.js'
import { grant } from '../support/client.js'
import { json, startServer } from '../support/http-server.js'
import { key } from '../support/token-host.js'

const app = {
  environment: 'sandbox',
  clientId: key.clientId,
  clientSecret: 'client-secret-very-secret',
} as const

test('the address of the consent page says who asks for what, and where to return', () => {
  const url = new URL(
    buildAuthorizationUrl({ clientId: 'id', redirectUri: 'http://localhost:8000/callback', state: 's t' }),
  )
  expect(url.origin + url.pathname).toBe('https://appcenter.intuit.com/connect/oauth2')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'id',
    response_type: 'code',
    scope: 'com.intuit.quickbooks.accounting',
    redirect_uri: 'http://localhost:8000/callback',
    state: 's t',
  })
})

test('a state is never the same twice', () => {
  expect(createState()).not.toBe(createState())
})

describe('a redirect', () => {
  test('that was pasted brings the code and the company', () => {
    expect(parseRedirect('https://example.com/x?code=C&state=S&realmId=12', 'S')).toEqual({
      code: 'C',
      realmId: '12',
    })
  })

  test.each([
    ['https://x/?code=C&state=T&realmId=12', /state/],
    ['https://x/?code=C&realmId=12', /state/],
    ['https://x/?error=access_denied&state=S', /denied/],
    ['https://x/?error=invalid_scope&state=S', /invalid_scope/],
    ['https://x/?state=S&realmId=12', /no code/],
    ['https://x/?state=S&code=C', /no company/],
  ])('%s is refused', (address, message) => {
    expect(() => parseRedirect(address, 'S')).toThrow(message)
    expect(() => parseRedirect(address, '')).toThrow(/state/)
  })
})

test('a login over loopback ends with tokens in the store, once', async () => {
  const server = await startServer(() => grant({ x_refresh_token_hard_expires_in: 156_032_154 }))
  const state = createState()
  const loopback = await listenForRedirect({ state, port: 0 })
  const foreign = await fetch(`${loopback.redirectUri}?code=X&state=other&realmId=${key.realmId}`)
  expect(foreign.status).toBe(400)
  const answers = [1, 2].map(
    async () => (await fetch(`${loopback.redirectUri}?code=C&state=${state}&realmId=${key.realmId}`)).status,
  )
  expect((await Promise.all(answers)).toSorted((a, b) => a - b)).toEqual([200, 409])
  const redirect = await loopback.wait()
  const tokenStore = memoryTokenStore()
  const oauth = createOAuthClient({
    ...app,
    tokenStore,
    tokenUrl: `${server.url}/token`,
    revokeUrl: `${server.url}/revoke`,
  })
  const { tokens } = await oauth.exchangeCode(redirect, loopback.redirectUri)
  await loopback.close()
  expect(await tokenStore.load(key)).toEqual(tokens)
  expect(describeTokens(tokens)).toMatchObject({ isConnected: true, isEnding: false, hardDaysLeft: 1805 })
  expect(new URLSearchParams(server.seen[0]?.body).get('redirect_uri')).toBe(loopback.redirectUri)
  expect(server.seen[0]?.headers['x-include-refresh-token-hard-expires-in']).toBe('true')
  expect(await oauth.revoke(key.realmId)).toBe(true)
  expect(server.seen[1]).toMatchObject({
    path: '/revoke',
    body: JSON.stringify({ token: tokens.refreshToken }),
  })
  expect(await oauth.revoke(key.realmId)).toBe(false)
})

test('a denied consent and a busy port have a clear end', async () => {
  const loopback = await listenForRedirect({ state: 'S', port: 0 })
  const port = Number(new URL(loopback.redirectUri).port)
  await expect(listenForRedirect({ state: 'S', port })).rejects.toThrow(/another program uses it/)
  const waiting = loopback.wait().catch((error: unknown) => error)
  await fetch(`${loopback.redirectUri}?error=access_denied&state=S`)
  expect(await waiting).toMatchObject({ code: 'QBO_AUTHORIZATION_FAILED', oauthError: 'access_denied' })
  await loopback.close()
})

test('a wait for a redirect ends by the signal', async () => {
  const loopback = await listenForRedirect({ state: 'S', port: 0 })
  const controller = new AbortController()
  const waiting = loopback.wait({ signal: controller.signal })
  controller.abort('stop')
  await expect(waiting).rejects.toBe('stop')
  await loopback.close()
})

test('a code that was used already is refused and nothing is stored', async () => {
  const server = await startServer(() => json({ error: 'invalid_grant' }, { status: 400 }))
  const tokenStore = memoryTokenStore()
  const oauth = createOAuthClient({ ...app, tokenStore, tokenUrl: `${server.url}/token` })
  await expect(
    oauth.exchangeCode({ code: 'C', realmId: key.realmId }, 'http://localhost/callback'),
  ).rejects.toMatchObject({
    code: 'QBO_REAUTHORIZATION_REQUIRED',
  })
  expect(server.seen).toHaveLength(1)
  expect(await tokenStore.load(key)).toBeUndefined()
})

test('a login repairs a record whose encryption key is lost', async () => {
  const server = await startServer(() => grant())
  const directory = await mkdtemp(join(tmpdir(), 'qbo-login-'))
  const path = join(directory, 'tokens.json')
  const lost = fileTokenStore({ path, encryptionKey: randomBytes(32) })
  await lost.save(key, { refreshToken: 'of the old grant' })
  const tokenStore = fileTokenStore({ path, encryptionKey: randomBytes(32) })
  await expect(tokenStore.load(key)).rejects.toMatchObject({ code: 'QBO_TOKENS_UNREADABLE' })
  const oauth = createOAuthClient({ ...app, tokenStore, tokenUrl: `${server.url}/token` })
  const { tokens } = await oauth.exchangeCode(
    { code: 'C', realmId: key.realmId },
    'http://localhost/callback',
  )
  expect(await tokenStore.load(key)).toEqual(tokens)
  await rm(directory, { recursive: true })
})

test('an option that does not exist, and a store that is none, are refused by name', () => {
  const options = { ...app, tokenStore: { load: 1 }, tokenUri: 'https://x' } as never
  expect(() => createOAuthClient(options)).toThrow(/tokenStore.*tokenUri/s)
})

describe('the discovery document', () => {
  const endpoints = (host: string) => ({
    authorization_endpoint: 'https://appcenter.intuit.com/connect/oauth2',
    token_endpoint: `https://${host}/token`,
    revocation_endpoint: 'https://developer.api.intuit.com/revoke',
  })
  const discover = async (body: unknown, status = 200) => {
    const server = await startServer(() => json(body, { status }))
    return discoverEndpoints({ environment: 'production', documentUrl: `${server.url}/d`, timeoutMs: 2_000 })
  }

  test('is followed where it names hosts of Intuit', async () => {
    expect(await discover(endpoints('oauth.platform.intuit.com'))).toMatchObject({
      source: 'document',
      tokenUrl: 'https://oauth.platform.intuit.com/token',
    })
  })

  test.each(['evil.example.com', 'intuit.com.example.com', 'notintuit.com'])(
    'is not followed to %s',
    async (host) => {
      expect(await discover(endpoints(host))).toMatchObject({ source: 'built-in' })
    },
  )

  test('that cannot be had gives way to what is built in', async () => {
    expect(await discover({}, 503)).toMatchObject({ source: 'built-in' })
    expect(
      await discoverEndpoints({ environment: 'sandbox', documentUrl: 'http://127.0.0.1:1/' }),
    ).toMatchObject({ source: 'built-in' })
  })
})

test('a connection that ends within 14 days says so', () => {
  const now = Date.parse('2026-01-15T00:00:00Z')
  const set = {
    refreshToken: 'x',
    refreshTokenExpiresAt: '2026-01-28T23:00:00Z',
    refreshTokenHardExpiresAt: '2028-10-01T00:00:00Z',
  }
  expect(describeTokens(set, now)).toEqual({
    isConnected: true,
    daysLeft: 13,
    hardDaysLeft: 990,
    isEnding: true,
  })
  expect(describeTokens(undefined, now)).toEqual({ isConnected: false, isEnding: false })
})

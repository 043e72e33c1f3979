import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import {
  buildAuthorizationUrl,
  createOAuthClient,
  createQboClient,
  discoverEndpoints,
  fileTokenStore,
  isQboError,
  listenForRedirect,
  memoryTokenStore,
} from '../src/index.js'
import type { QboClientOptions } from '../src/index.js'
import { clientVersion } from '../src/environment.js'

const valid: QboClientOptions = {
  environment: 'sandbox',
  realmId: '123',
  clientId: 'id',
  clientSecret: 'secret',
  tokenStore: memoryTokenStore(),
}

/** The message of the refusal, or 'accepted'. */
function refusalOf(options: object): string {
  try {
    createQboClient(options as QboClientOptions)
    return 'accepted'
  } catch (error) {
    if (isQboError(error) && error.code === 'QBO_INVALID_OPTIONS' && !error.retryable) return error.message
    throw error
  }
}

test.each([
  ['', /realmId: is empty/],
  ['   ', /realmId: is empty/],
  [undefined, /realmId: is missing/],
  ['12a', /realmId: must be .* digits/],
  ['1/2', /realmId: must be .* digits/],
])('the realm id %j is refused (PHP-SDK#246)', (realmId, message) => {
  expect(refusalOf({ ...valid, realmId })).toMatch(message)
})

test('a realm id in spaces is trimmed', () => {
  expect(createQboClient({ ...valid, realmId: ' 123 ' }).realmId).toBe('123')
})

test('everything that is missing is named in one error', () => {
  expect(
    refusalOf({ ...valid, clientId: '', clientSecret: ' ', realmId: undefined, environment: 'prod' }),
  ).toMatch(/environment: .*realmId: .*clientId: .*clientSecret: /)
})

test('an option that does not exist is named', () => {
  expect(refusalOf({ ...valid, realmID: '1', rateLimit: { perHour: 3 } })).toMatch(
    /realmID: is not an option/,
  )
})

const { realmId: _, ...app } = valid

test.each<[string, (options: never) => unknown, object, RegExp]>([
  ['createOAuthClient', createOAuthClient, { ...app, tokenURL: 'https://x' }, /tokenURL: is not an option/],
  ['createOAuthClient', createOAuthClient, { ...app, tokenStore: {} }, /tokenStore: must have load, save/],
  ['fileTokenStore', fileTokenStore, { path: 't', encryptionkey: 'k' }, /encryptionkey: is not an option/],
  ['fileTokenStore', fileTokenStore, { path: '' }, /path: /],
  ['discoverEndpoints', discoverEndpoints, { environment: 'prod' }, /environment: must be/],
  ['listenForRedirect', listenForRedirect, { state: 's', port: 0, host: '::' }, /host: is not an option/],
  ['listenForRedirect', listenForRedirect, { state: '', port: 0 }, /state: /],
  [
    'buildAuthorizationUrl',
    buildAuthorizationUrl,
    { clientId: 'id', redirectUri: 'https://x', state: 's', scopes: 's' },
    /scopes: is not an option/,
  ],
])('%s refuses what it does not know or cannot use', async (_name, call, options, message) => {
  await expect((async () => call(options as never))()).rejects.toMatchObject({
    code: 'QBO_INVALID_OPTIONS',
    message: expect.stringMatching(message),
  })
})

test('no option’s value is quoted, since it may be a secret in the wrong place', () => {
  expect(
    refusalOf({ ...valid, realmId: 'my-client-secret', apiBaseUrl: 'http://user:pw@example.com' }),
  ).not.toMatch(/my-client-secret|pw/)
})

test.each([
  ['https://example.com', true],
  ['http://localhost:3000', true],
  ['http://127.0.0.1:3000', true],
  ['http://[::1]:3000', true],
  ['http://example.com', false],
  ['http://localhost.example.com', false],
  ['http://127.0.0.1.example.com', false],
  ['ftp://localhost', false],
  ['https://user:pw@example.com', false],
  ['example.com', false],
])('the address %s is %s', (url, accepted) => {
  expect(refusalOf({ ...valid, apiBaseUrl: url }) === 'accepted').toBe(accepted)
  expect(refusalOf({ ...valid, tokenUrl: url }) === 'accepted').toBe(accepted)
})

test.each([
  { retries: -1 },
  { timeoutMs: 0 },
  { throttlePauseMs: -1 },
  { throttlePauseMs: 120_001 },
  { rateLimit: { perMinute: 0 } },
  { rateLimit: true },
  { fetch: 'x' },
  { tokenStore: {} },
])('%j is refused', (wrong) => {
  expect(refusalOf({ ...valid, ...wrong })).not.toBe('accepted')
})

test('the User-Agent names the version of the package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(clientVersion).toBe(manifest.version)
})

test('a listener that throws stops nothing', () => {
  const client = createQboClient(valid)
  const stop = client.subscribe(() => {
    throw new Error('listener')
  })
  stop()
  expect(client.environment).toBe('sandbox')
})

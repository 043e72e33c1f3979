import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { hashSeed } from '../../src/auth/token-set.js'
import { fileTokenStore } from '../../src/index.js'
import type { QboClient, TokenStore } from '../../src/index.js'
import { connect, grant } from '../support/client.js'
import { isTokenRequest, startServer } from '../support/http-server.js'
import type { TestServer } from '../support/http-server.js'
import { invalidGrant, key, ok, tokenOf } from '../support/token-host.js'

const storeOf = (byte: number): TokenStore =>
  fileTokenStore({ path, encryptionKey: new Uint8Array(32).fill(byte) })
const clientOf = (seedRefreshToken?: string): QboClient =>
  connect(server, { tokenStore: storeOf(2), seedRefreshToken }).client

let path = ''
let server: TestServer
let alive = new Set<string>()

beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'qbo-client-')), 'tokens.json')
  alive = new Set(['RT1-sealed', 'RT1-tried', 'RT1-new'])
  server = await startServer((request) => {
    if (!isTokenRequest(request)) return ok()
    return alive.has(tokenOf(request)) ? grant() : invalidGrant
  })
  await storeOf(1).save(key, { refreshToken: 'RT1-sealed', triedSeeds: [hashSeed('RT1-tried')] })
})

const unreadable = { code: 'QBO_TOKENS_UNREADABLE', retryable: false }

test.each([
  ['no seed', undefined],
  ['a seed that was tried before', 'RT1-tried'],
])('with another key and %s the sealed record stays as it is, and nobody is asked', async (_name, seed) => {
  const before = await readFile(path, 'utf8')
  await expect(clientOf(seed).companyInfo()).rejects.toMatchObject(unreadable)
  expect(await readFile(path, 'utf8')).toBe(before)
  expect(server.token).toEqual([])
  expect((await storeOf(1).load(key))?.refreshToken).toBe('RT1-sealed')
})

test('with another key a new seed that is refused leaves the sealed record as it is', async () => {
  const before = await readFile(path, 'utf8')
  await expect(clientOf('RT1-dead').companyInfo()).rejects.toMatchObject(unreadable)
  expect(server.token.map(tokenOf)).toEqual(['RT1-dead'])
  expect(await readFile(path, 'utf8')).toBe(before)
})

test('with another key a person repairs the record by a new seed, and tried seeds stay known', async () => {
  await clientOf('RT1-new').query('SELECT * FROM Customer')
  const kept = await storeOf(2).load(key)
  expect(kept?.refreshToken).toMatch(/^RT1-refresh-token/)
  expect(kept?.triedSeeds).toEqual([hashSeed('RT1-tried'), hashSeed('RT1-new')])
  expect(server.token).toHaveLength(1)
})

test('a record that is damaged gives way to a seed too', async () => {
  const file = JSON.parse(await readFile(path, 'utf8')) as { records: Record<string, unknown> }
  const name = Object.keys(file.records)[0] ?? ''
  await writeFile(path, JSON.stringify({ version: 1, records: { [name]: { accessToken: 'half' } } }))
  await expect(clientOf().companyInfo()).rejects.toMatchObject(unreadable)
  await clientOf('RT1-new').query('SELECT * FROM Customer')
  expect((await storeOf(2).load(key))?.refreshToken).toMatch(/^RT1-refresh-token/)
})

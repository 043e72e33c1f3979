import { mkdtemp, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { decryptTokenSet, encryptTokenSet, fileTokenStore, memoryTokenStore } from '../../src/index.js'
import type { TokenKey, TokenSet, TokenStore } from '../../src/index.js'
import { newHolder } from '../../src/lock/lock-holder.js'

const one: TokenKey = { environment: 'sandbox', clientId: 'app', realmId: '1' }
const two: TokenKey = { ...one, realmId: '2' }
const set: TokenSet = { refreshToken: 'RT1-secret', accessToken: 'AT-secret', triedSeeds: ['hash'] }
const encryptionKey = new Uint8Array(32).fill(7)
const newPath = async (): Promise<string> =>
  join(await mkdtemp(join(tmpdir(), 'qbo-client-')), 'folder', 'tokens.json')

describe.each<[string, () => Promise<TokenStore>]>([
  ['memory', async () => memoryTokenStore()],
  ['file', async () => fileTokenStore({ path: await newPath() })],
  ['sealed file', async () => fileTokenStore({ path: await newPath(), encryptionKey })],
])('the %s store', (_name, open) => {
  test('is empty at first and keeps each company apart', async () => {
    const store = await open()
    expect(await store.load(one)).toBeUndefined()
    await store.save(one, set)
    await store.save(two, { refreshToken: 'other' })
    expect(await store.load(one)).toEqual(set)
    expect(await store.load(two)).toEqual({ refreshToken: 'other' })
    expect(await store.load({ ...one, environment: 'production' })).toBeUndefined()
  })

  test('lets one in at a time, in a lock that a failure opens again', async () => {
    const store = await open()
    await expect(store.withLock(one, async () => Promise.reject(new Error('inside')), {})).rejects.toThrow(
      'inside',
    )
    let inside = 0
    await Promise.all(
      Array.from({ length: 20 }, async () =>
        store.withLock(
          one,
          async (locked) => {
            inside += 1
            expect(inside).toBe(1)
            const count = Number((await locked.load())?.refreshToken ?? 0)
            await locked.save({ refreshToken: String(count + 1) })
            inside -= 1
          },
          {},
        ),
      ),
    )
    expect((await store.load(one))?.refreshToken).toBe('20')
  })

  test('ends the wait for its lock by the signal, with the reason untouched', async () => {
    const store = await open()
    let release: () => void = () => undefined
    const until = new Promise<void>((resolve) => {
      release = resolve
    })
    const held = store.withLock(one, async () => until, {})
    const controller = new AbortController()
    const waiting = store.withLock(one, async () => 'entered', { signal: controller.signal })
    controller.abort('stop')
    await expect(waiting).rejects.toBe('stop')
    release()
    await held
  })
})

test('the file is its owner’s alone, and nothing is left beside it', async () => {
  const path = await newPath()
  await fileTokenStore({ path }).save(one, set)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(path, '..'))).toEqual(['tokens.json'])
})

test('a sealed file shows no token, and of what it seals only the hashes of tried seeds', async () => {
  const path = await newPath()
  await fileTokenStore({ path, encryptionKey }).save(one, set)
  const text = await readFile(path, 'utf8')
  expect(text).not.toContain('secret')
  const { records } = JSON.parse(text) as { records: Record<string, unknown> }
  const base64 = expect.stringMatching(/^[A-Za-z0-9+/]+=*$/) as string
  expect(Object.values(records)).toEqual([
    { encrypted: 'aes-256-gcm', iv: base64, tag: base64, data: base64, triedSeeds: ['hash'] },
  ])
})

test('a plain file is sealed at the next save once a key is given', async () => {
  const path = await newPath()
  await fileTokenStore({ path }).save(one, set)
  const sealed = fileTokenStore({ path, encryptionKey })
  expect(await sealed.load(one)).toEqual(set)
  await sealed.save(one, set)
  expect(await readFile(path, 'utf8')).not.toContain('secret')
})

test.each<[string, string]>([
  ['damaged', '{"version":1,"records":{"RT1-secret'],
  ['of a later version', '{"version":2,"records":{"a":"RT1-secret"}}'],
])('a file that is %s is refused without a word of what it holds', async (_name, content) => {
  const path = await newPath()
  await fileTokenStore({ path }).save(one, set)
  await writeFile(path, content)
  const error: unknown = await fileTokenStore({ path })
    .load(one)
    .catch((caught: unknown) => caught)
  expect(error).toMatchObject({ code: 'QBO_TOKEN_STORE_FAILED' })
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('RT1-secret')
  expect(await readFile(path, 'utf8')).toBe(content)
})

describe('a sealed record', () => {
  const text = encryptTokenSet(set, one, encryptionKey)

  test('opens with its key and its company', () => {
    expect(decryptTokenSet(text, one, encryptionKey)).toEqual(set)
  })

  test.each<[string, () => unknown]>([
    ['another key', () => decryptTokenSet(text, one, new Uint8Array(32))],
    ['no key', () => decryptTokenSet(text, one)],
    ['another company', () => decryptTokenSet(text, two, encryptionKey)],
    ['another app', () => decryptTokenSet(text, { ...one, clientId: 'x' }, encryptionKey)],
    ['a changed byte', () => decryptTokenSet(text.replace(/"data":"./, '"data":"!'), one, encryptionKey)],
    [
      'a tag cut short',
      () => decryptTokenSet(text.replace(/"tag":"[^"]*"/, '"tag":"AAAA"'), one, encryptionKey),
    ],
  ])('does not open with %s', (_name, open) => {
    expect(open).toThrow(expect.objectContaining({ code: 'QBO_TOKENS_UNREADABLE' }))
  })

  test('is never the same twice', () => {
    expect(encryptTokenSet(set, one, encryptionKey)).not.toBe(text)
  })

  test('needs a key of 32 bytes', () => {
    expect(() => encryptTokenSet(set, one, new Uint8Array(16))).toThrow(/16 bytes; AES-256 needs 32/)
    expect(() => fileTokenStore({ path: 'x', encryptionKey: new Uint8Array(5) })).toThrow(/5 bytes/)
  })
})

describe('a lock that a killed process left', () => {
  const dead = { ...newHolder(), pid: 2 ** 22 + 1 }
  test.each<[string, object, boolean]>([
    ['in this pid namespace is known by its dead pid', dead, false],
    ['anywhere else is known by its age', { ...newHolder(), pid: 1, scope: 'elsewhere' }, true],
    ['before there were scopes is known by its age', { pid: process.pid, host: hostname() }, true],
  ])('%s', async (_name, holder, isOld) => {
    const path = await newPath()
    const store = fileTokenStore({ path })
    await store.save(one, set)
    await writeFile(`${path}.lock`, JSON.stringify(holder))
    if (isOld) await utimes(`${path}.lock`, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000))
    expect(await store.withLock(one, async (locked) => locked.load(), {})).toEqual(set)
  })
})

test('a save under a lock that was taken over meanwhile is refused, and may be tried again', async () => {
  const path = await newPath()
  const store = fileTokenStore({ path })
  const late = store.withLock(
    one,
    async (locked) => {
      await rm(`${path}.lock`)
      await writeFile(`${path}.lock`, JSON.stringify({ ...newHolder(), scope: 'elsewhere' }))
      await locked.save(set)
    },
    {},
  )
  await expect(late).rejects.toMatchObject({ code: 'QBO_TOKEN_STORE_FAILED', retryable: true })
  expect(await store.load(one)).toBeUndefined()
  expect(await readdir(join(path, '..'))).toEqual(['tokens.json.lock'])
})

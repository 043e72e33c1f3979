import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fileTokenStore, memoryTokenStore } from '../../src/index.js'
import type { TokenStore } from '../../src/index.js'
import { tokenStoreContract } from '../../src/testing.js'
import type { TokenStorePlace } from '../../src/testing.js'

async function newFile(encryptionKey?: Uint8Array): Promise<TokenStorePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'qbo-contract-'))
  const path = join(folder, 'tokens.json')
  return {
    open: () => fileTokenStore({ path, ...(encryptionKey && { encryptionKey }) }),
    remove: async () => rm(folder, { recursive: true }),
  }
}

function inMemory(): TokenStorePlace {
  const store = memoryTokenStore()
  return { open: () => store }
}

describe.each<[string, () => TokenStorePlace | Promise<TokenStorePlace>]>([
  ['memory', inMemory],
  ['a file', async () => newFile()],
  ['a sealed file', async () => newFile(Buffer.alloc(32, 1))],
])('in %s', (_name, createPlace) => {
  test.each(tokenStoreContract(createPlace))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

describe('the contract finds', () => {
  test.each<[string, (store: TokenStore) => Partial<TokenStore>, RegExp]>([
    [
      'a store without a lock',
      (store) => ({
        withLock: async (key, fn) =>
          fn({ load: async () => store.load(key), save: async (set) => store.save(key, set) }),
      }),
      /one in at a time/,
    ],
    [
      'a store whose lock heeds no signal',
      (store) => ({ withLock: async (key, fn) => store.withLock(key, fn, {}) }),
      /ends by the signal/,
    ],
    ['a store that forgets', () => ({ save: async () => undefined }), /loaded whole/],
    [
      'a store that merges',
      (store) => ({ save: async (key, set) => store.save(key, { ...(await store.load(key)), ...set }) }),
      /replaces the record whole/,
    ],
  ])('%s', async (_name, breakStore, broken) => {
    const createPlace = (): TokenStorePlace => {
      const store = memoryTokenStore()
      return { open: () => ({ ...store, ...breakStore(store) }) }
    }
    const failed: string[] = []
    for (const { name, run } of tokenStoreContract(createPlace)) await run().catch(() => failed.push(name))
    expect(failed.join('; ')).toMatch(broken)
  })
})

import assert from 'node:assert/strict'
import type { TokenKey, TokenSet } from '../auth/token-set.js'
import type { TokenStore } from '../auth/token-store.js'
import { lockChecks } from './token-lock-checks.js'
import type { TokenStorePromise } from './token-store-promise.js'

/** Where a store keeps its records: a file, a table, a bucket. */
export interface TokenStorePlace {
  /**
   * Opens a store on it. Called several times for one place: each store stands for another process. A store that
   * lives in one process gives the same one again.
   */
  readonly open: () => TokenStore | Promise<TokenStore>
  /** Called after the check, however it ended. */
  readonly remove?: () => void | Promise<void>
}

/** One promise that every token store keeps. */
export interface TokenStoreCheck {
  /** A sentence: the title of the test. */
  readonly name: string
  /** Rejects with an AssertionError when the promise is broken. */
  readonly run: () => Promise<void>
}

/**
 * All that the client relies on in a token store, as tests for any framework.
 *
 * @example
 *   for (const { name, run } of tokenStoreContract(() => ({ open: () => myStore(newFolder()) }))) test(name, run)
 */
export function tokenStoreContract(
  createPlace: () => TokenStorePlace | Promise<TokenStorePlace>,
): readonly TokenStoreCheck[] {
  return [...recordChecks, ...lockChecks].map(({ name, check }) => ({
    name,
    async run() {
      const place = await createPlace()
      try {
        await check(async () => place.open())
      } finally {
        await place.remove?.()
      }
    },
  }))
}

const key: TokenKey = { environment: 'sandbox', clientId: 'client', realmId: '4620816365001234560' }
const whole: TokenSet = {
  refreshToken: `RT1-39-H3-${'0'.repeat(32)}`,
  // 1 to 2 KB are usual; nobody promises an end.
  accessToken: `eyJ${'x'.repeat(4_096)}`,
  accessTokenExpiresAt: '2026-01-15T01:30:00.000Z',
  refreshTokenExpiresAt: '2026-04-26T00:30:00.000Z',
  refreshTokenHardExpiresAt: '2030-12-26T00:30:00.000Z',
  obtainedAt: '2026-01-15T00:30:00.000Z',
  triedSeeds: ['a'.repeat(64), 'b'.repeat(64)],
}

/** Keys that a careless way of naming records would take for one another. */
const keys: readonly TokenKey[] = [
  key,
  { ...key, environment: 'production' },
  { ...key, realmId: '4620816365001234561' },
  { ...key, clientId: 'Client' },
  { ...key, clientId: 'client ' },
  { ...key, clientId: "client', '4620816365001234560" },
  { ...key, clientId: '../client' },
]

const recordChecks: readonly TokenStorePromise[] = [
  {
    name: 'an empty store holds nothing',
    async check(open) {
      assert.equal(await (await open()).load(key), undefined)
    },
  },
  {
    name: 'what is saved is loaded whole, by another store of the same place too',
    async check(open) {
      await (await open()).save(key, whole)
      assert.deepEqual(await (await open()).load(key), whole)
    },
  },
  {
    name: 'a save replaces the record whole: what the new one lacks is gone',
    async check(open) {
      const store = await open()
      await store.save(key, whole)
      await store.save(key, { refreshToken: '' })
      assert.deepEqual(await store.load(key), { refreshToken: '' })
    },
  },
  {
    name: 'records of environments, apps and companies are kept apart',
    async check(open) {
      const store = await open()
      for (const [index, one] of keys.entries()) await store.save(one, { refreshToken: `RT1-${index}` })
      for (const [index, one] of keys.entries()) {
        assert.deepEqual(await store.load(one), { refreshToken: `RT1-${index}` })
      }
    },
  },
  {
    name: 'what happens to a set after it was saved changes nothing in the store',
    async check(open) {
      const store = await open()
      const set = { refreshToken: 'RT1-saved', triedSeeds: ['a'] }
      await store.save(key, set)
      set.refreshToken = 'RT1-changed'
      set.triedSeeds.push('b')
      assert.deepEqual(await store.load(key), { refreshToken: 'RT1-saved', triedSeeds: ['a'] })
    },
  },
]

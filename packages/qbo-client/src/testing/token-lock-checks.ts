import assert from 'node:assert/strict'
import type { TokenKey } from '../auth/token-set.js'
import type { TokenStore } from '../auth/token-store.js'
import type { TokenStorePromise } from './token-store-promise.js'

const key: TokenKey = { environment: 'sandbox', clientId: 'client', realmId: '4620816365001234560' }
const stores = 4
const timesEach = 5

/** Two stores of one place, the first of which holds the lock until `leave` is called. */
async function holdLock(open: () => Promise<TokenStore>) {
  const [holder, other] = [await open(), await open()]
  let leave: () => void = () => undefined
  let entered: () => void = () => undefined
  const inside = new Promise<void>((resolve) => (entered = resolve))
  const wait = new Promise<void>((resolve) => (leave = resolve))
  const held = holder.withLock(
    key,
    async () => {
      entered()
      await wait
    },
    {},
  )
  await inside
  return { other, held, leave: () => leave() }
}

const longestAbortMs = 2_000

/** What it rejects with; undefined when it does not, or not soon: a store that ignores its signal must not hang a check. */
async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), longestAbortMs)
  })
  const outcome = work.then(
    () => undefined,
    (error: unknown) => error,
  )
  try {
    return await Promise.race([outcome, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What the client relies on in `withLock`: without it two processes spend the same refresh token. */
export const lockChecks: readonly TokenStorePromise[] = [
  {
    name: 'the lock lets one in at a time, across stores of the same place',
    async check(open) {
      const all = await Promise.all(Array.from({ length: stores }, open))
      let inside = 0
      const add = async (store: TokenStore): Promise<void> =>
        store.withLock(
          key,
          async (locked) => {
            assert.equal((inside += 1), 1, 'two were inside the lock at once')
            const count = Number((await locked.load())?.refreshToken ?? 0)
            await locked.save({ refreshToken: String(count + 1) })
            inside -= 1
          },
          {},
        )
      await Promise.all(all.flatMap((store) => Array.from({ length: timesEach }, async () => add(store))))
      assert.equal((await all[0]?.load(key))?.refreshToken, String(stores * timesEach))
    },
  },
  {
    name: 'what is saved under the lock is seen inside at once, and by others when the lock is open',
    async check(open) {
      const [store, other] = [await open(), await open()]
      await store.withLock(
        key,
        async (locked) => {
          await locked.save({ refreshToken: 'RT1-new' })
          assert.equal((await locked.load())?.refreshToken, 'RT1-new')
        },
        {},
      )
      assert.equal((await other.load(key))?.refreshToken, 'RT1-new')
    },
  },
  {
    name: 'what the work gives comes back',
    async check(open) {
      const value = { any: 'value' }
      assert.equal(await (await open()).withLock(key, async () => value, {}), value)
    },
  },
  {
    name: 'work that fails opens the lock, its error comes through untouched, and what it saved before stays',
    async check(open) {
      const [store, other] = [await open(), await open()]
      const failure = new Error('the work failed')
      const work = store.withLock(
        key,
        async (locked) => {
          await locked.save({ refreshToken: 'RT1-kept' })
          throw failure
        },
        {},
      )
      await assert.rejects(work, (error) => error === failure)
      const found = await other.withLock(key, async (locked) => locked.load(), {})
      assert.equal(found?.refreshToken, 'RT1-kept')
    },
  },
  {
    name: 'the wait for the lock ends by the signal, with its reason untouched, and takes no lock',
    async check(open) {
      const { other, held, leave } = await holdLock(open)
      const controller = new AbortController()
      const reason = { any: 'reason' }
      let ran = false
      const waiting = other.withLock(key, async () => (ran = true), { signal: controller.signal })
      controller.abort(reason)
      try {
        assert.equal(await outcomeOf(waiting), reason, 'the wait went on after the signal')
      } finally {
        leave()
        await held
      }
      await other.withLock(key, async () => undefined, {})
      assert.equal(ran, false)
    },
  },
  {
    name: 'a signal that aborts when the work has begun does not end it',
    async check(open) {
      const store = await open()
      const controller = new AbortController()
      const work = store.withLock(
        key,
        async (locked) => {
          controller.abort()
          await locked.save({ refreshToken: 'RT1-saved' })
          return 'done'
        },
        { signal: controller.signal },
      )
      assert.equal(await work, 'done')
      assert.equal((await store.load(key))?.refreshToken, 'RT1-saved')
    },
  },
]

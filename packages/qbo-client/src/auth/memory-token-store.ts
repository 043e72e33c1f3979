import { tokenRecordName } from './token-store.js'
import type { TokenStore } from './token-store.js'
import type { TokenSet } from './token-set.js'

/** Keeps tokens in memory. They are gone with the process: for tests and trials. */
export function memoryTokenStore(): TokenStore {
  const records = new Map<string, TokenSet>()
  const tails = new Map<string, Promise<unknown>>()
  return {
    async load(key) {
      return records.get(tokenRecordName(key))
    },
    async save(key, set) {
      records.set(tokenRecordName(key), structuredClone(set))
    },
    async withLock(key, fn, { signal }) {
      const name = tokenRecordName(key)
      signal?.throwIfAborted()
      const before = tails.get(name) ?? Promise.resolve()
      const run = before.then(() => {
        signal?.throwIfAborted()
        return fn({
          load: async () => records.get(name),
          save: async (set) => {
            records.set(name, structuredClone(set))
          },
        })
      })
      tails.set(
        name,
        run.catch(() => undefined),
      )
      return run
    },
  }
}

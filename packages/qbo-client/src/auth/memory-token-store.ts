import { raceAbort } from '../race-abort.js'
import { tokenRecordName } from './token-store.js'
import type { TokenStore } from './token-store.js'
import type { TokenSet } from './token-set.js'

/** Keeps tokens in memory. They are gone with the process: for tests and trials. */
export function memoryTokenStore(): TokenStore {
  const records = new Map<string, TokenSet>()
  const tails = new Map<string, Promise<void>>()
  return {
    async load(key) {
      return records.get(tokenRecordName(key))
    },
    async save(key, set) {
      records.set(tokenRecordName(key), structuredClone(set))
    },
    async withLock(key, fn, { signal }) {
      const name = tokenRecordName(key)
      const before = tails.get(name) ?? Promise.resolve()
      let leave: () => void = () => undefined
      const mine = new Promise<void>((resolve) => {
        leave = resolve
      })
      tails.set(
        name,
        before.then(async () => mine),
      )
      try {
        await raceAbort(before, signal)
        return await fn({
          load: async () => records.get(name),
          save: async (set) => {
            records.set(name, structuredClone(set))
          },
        })
      } finally {
        leave()
      }
    },
  }
}

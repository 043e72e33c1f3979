import { z } from 'zod'
import type { TokenKey, TokenSet } from './token-set.js'

/** The record as it is seen by the holder of its lock. */
export interface LockedTokenStore {
  /** Reads the record of the key that is locked; undefined where there is none. */
  load(): Promise<TokenSet | undefined>
  /** Writes it; resolves once a killed process would find it. */
  save(set: TokenSet): Promise<void>
}

/**
 * Where tokens live. The value of a refresh token rotates and the old one dies at once, so a store must keep
 * what it is given before `save` resolves, and `withLock` must exclude every other process that shares it. An error with
 * `retryable: true` says that the same may go well in a moment: the client then tries again.
 */
export interface TokenStore {
  /** Reads a record without the lock; undefined where there is none. */
  load(key: TokenKey): Promise<TokenSet | undefined>
  /** Writes a record without the lock; resolves once a killed process would find it. */
  save(key: TokenKey, set: TokenSet): Promise<void>
  /** Runs `fn` while nobody else holds the lock of `key`. The signal ends the wait for it, never `fn`. */
  withLock<T>(
    key: TokenKey,
    fn: (locked: LockedTokenStore) => Promise<T>,
    options: { readonly signal?: AbortSignal | undefined },
  ): Promise<T>
}

/** Names a record: the same text for the same key, and for no other. */
export function tokenRecordName(key: TokenKey): string {
  return JSON.stringify([key.environment, key.clientId, key.realmId])
}

/** Of an option: whether it looks like a store. */
export const tokenStoreSchema: z.ZodType<TokenStore> = z.custom<TokenStore>(
  (value) => {
    const store = value as Partial<TokenStore> | null | undefined
    return [store?.load, store?.save, store?.withLock].every((part) => typeof part === 'function')
  },
  { error: 'must have load, save and withLock' },
)

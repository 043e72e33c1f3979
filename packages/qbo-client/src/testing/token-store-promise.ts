import type { TokenStore } from '../auth/token-store.js'

/** What a check is made of, before it has a place. */
export interface TokenStorePromise {
  readonly name: string
  readonly check: (open: () => Promise<TokenStore>) => Promise<void>
}

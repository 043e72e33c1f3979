import { createQboClient, isQboError, memoryTokenStore } from 'qbo-client'
import type { Arguments } from '../../input/arguments.js'
import { readProxy } from '../../input/proxy.js'

export interface Keys {
  readonly environment: 'production' | 'sandbox'
  readonly clientId: string
  readonly clientSecret: string
}

/** What asking with these keys showed: `unknown` where nobody answered. */
export type KeysVerdict = 'accepted' | 'rejected' | 'unknown'

/** Asks with a refresh token that is none: who knows the keys refuses the token, and who does not refuses the keys. */
export async function tryKeys(keys: Keys, given: Arguments, signal: AbortSignal): Promise<KeysVerdict> {
  const client = createQboClient({
    ...keys,
    // No company is asked, since there is no token to ask with.
    realmId: '1',
    tokenStore: memoryTokenStore(),
    seedRefreshToken: 'none',
    apiBaseUrl: given.environment('QBO_API_BASE_URL'),
    tokenUrl: given.environment('QBO_TOKEN_URL'),
    fetch: readProxy(given)?.fetch,
  })
  try {
    await client.query('SELECT * FROM CompanyInfo', { signal })
    return 'accepted'
  } catch (error) {
    signal.throwIfAborted()
    const code = isQboError(error) ? error.code : undefined
    if (code === 'QBO_CLIENT_REJECTED') return 'rejected'
    return code === 'QBO_REAUTHORIZATION_REQUIRED' ? 'accepted' : 'unknown'
  }
}

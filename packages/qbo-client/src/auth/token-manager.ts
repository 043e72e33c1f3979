import type { Clock } from '../clock.js'
import { createSharedFlight } from '../shared-flight.js'
import { usableAccessToken } from './token-set.js'
import type { TokenSet } from './token-set.js'
import type { ObtainTokens } from './token-source.js'

/** Hands out access tokens that work. */
export interface TokenManager {
  /** A token that lives a little longer than now. */
  accessToken(signal?: AbortSignal): Promise<string>
  /** A token other than this one, which the API refused. */
  replace(rejected: string, signal?: AbortSignal): Promise<string>
  /** Whether this token is still the one to send. */
  isCurrent(token: string): boolean
}

/** Keeps the tokens at hand, and gets new ones a little early, once for everybody who waits. */
export function createTokenManager(obtain: ObtainTokens, clock: Clock): TokenManager {
  let current: TokenSet | undefined
  let rejected: string | undefined

  const usable = (): string | undefined => {
    const token = usableAccessToken(current, clock.now())
    return token === rejected ? undefined : token
  }
  const join = createSharedFlight(async (abandoned) => {
    current = await obtain(rejected, abandoned)
    return current.accessToken ?? ''
  })

  return {
    accessToken: async (signal) => usable() ?? join(signal),
    async replace(token, signal) {
      // If another request has brought a newer one since, that is it: one 401, one refresh.
      if (current?.accessToken === token) rejected = token
      return usable() ?? join(signal)
    },
    isCurrent: (token) => usable() === token,
  }
}

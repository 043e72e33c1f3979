import type { TokenGrant } from './token-host.js'
import type { TokenSet } from './token-set.js'

/** Intuit's documented life of an access token, for an answer that does not say. */
const defaultAccessTokenSeconds = 3600

/**
 * The record to keep after a grant. The same refresh token may come back, with less time left: its value turns
 * over about once a day (oauth-jsclient#74). Whatever came is kept, and the old value where none came.
 */
export function grantedTokenSet(
  grant: TokenGrant,
  previous: TokenSet | undefined,
  askedAt: number,
): TokenSet {
  const refreshToken = grant.refreshToken ?? previous?.refreshToken ?? ''
  const isSame = refreshToken === previous?.refreshToken
  const after = (seconds: number | undefined, otherwise?: string): string | undefined =>
    seconds === undefined ? otherwise : (instantText(askedAt + seconds * 1000) ?? otherwise)
  return {
    refreshToken,
    accessToken: grant.accessToken,
    accessTokenExpiresAt: after(grant.expiresIn, after(defaultAccessTokenSeconds)),
    refreshTokenExpiresAt: after(
      grant.refreshTokenExpiresIn,
      isSame ? previous?.refreshTokenExpiresAt : undefined,
    ),
    // No refresh moves the five-year end, so what is known of it stays.
    refreshTokenHardExpiresAt: after(grant.refreshTokenHardExpiresIn, previous?.refreshTokenHardExpiresAt),
    obtainedAt: new Date(askedAt).toISOString(),
    ...(previous?.triedSeeds === undefined ? {} : { triedSeeds: previous.triedSeeds }),
  }
}

/** A lifetime that leads beyond what a date can be says nothing; it must not cost the tokens that came with it. */
function instantText(ms: number): string | undefined {
  const instant = new Date(ms)
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString()
}

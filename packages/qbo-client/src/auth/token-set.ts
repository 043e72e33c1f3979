/** Whose tokens: one record of a store. */
export interface TokenKey {
  readonly environment: 'production' | 'sandbox'
  readonly clientId: string
  readonly realmId: string
}

/** What a store keeps for one company. Instants are ISO 8601 UTC. */
export interface TokenSet {
  /** Empty when the store only remembers seeds that failed. */
  readonly refreshToken: string
  readonly accessToken?: string | undefined
  readonly accessTokenExpiresAt?: string | undefined
  /** The rolling end, about 100 days away; it does not move on every refresh. */
  readonly refreshTokenExpiresAt?: string | undefined
  /** The five-year end, which no refresh moves. */
  readonly refreshTokenHardExpiresAt?: string | undefined
  readonly obtainedAt?: string | undefined
  /** SHA-256, in hex, of each seed tried, so that a dead seed is not tried for ever. */
  readonly triedSeeds?: readonly string[] | undefined
}

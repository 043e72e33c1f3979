import { createHash } from 'node:crypto'
import { QboError } from '../errors.js'

/** Whose tokens: one record of a store. */
export interface TokenKey {
  /** Where the company is. */
  readonly environment: 'production' | 'sandbox'
  /** The app that the tokens were granted to. */
  readonly clientId: string
  /** The company: digits. */
  readonly realmId: string
}

/** What a store keeps for one company. Instants are ISO 8601 UTC. */
export interface TokenSet {
  /** Empty when the store only remembers seeds that failed. */
  readonly refreshToken: string
  /** What each call carries; good for an hour. A secret. */
  readonly accessToken?: string | undefined
  /** When that hour ends: an ISO instant. */
  readonly accessTokenExpiresAt?: string | undefined
  /** The rolling end, about 100 days away; it does not move on every refresh. */
  readonly refreshTokenExpiresAt?: string | undefined
  /** The five-year end, which no refresh moves. */
  readonly refreshTokenHardExpiresAt?: string | undefined
  /** When the token host gave them: an ISO instant. */
  readonly obtainedAt?: string | undefined
  /** When Intuit refused this refresh token for good. Whatever it said of its ends before, it is of no use any more. */
  readonly refusedAt?: string | undefined
  /** SHA-256, in hex, of each seed tried, so that a dead seed is not tried for ever. */
  readonly triedSeeds?: readonly string[] | undefined
}

const textFields = [
  'accessToken',
  'accessTokenExpiresAt',
  'refreshTokenExpiresAt',
  'refreshTokenHardExpiresAt',
  'obtainedAt',
  'refusedAt',
] as const

/** Reads a stored record; fields it does not know, of a later version say, are left out. */
export function parseTokenSet(record: Readonly<Record<string, unknown>>): TokenSet {
  const { refreshToken, triedSeeds } = record
  if (typeof refreshToken !== 'string') {
    throw unreadableTokens('the record has no refreshToken')
  }
  const set: Record<string, unknown> = { refreshToken }
  for (const field of textFields) {
    if (typeof record[field] === 'string') set[field] = record[field]
  }
  if (Array.isArray(triedSeeds)) set['triedSeeds'] = triedSeeds.filter((hash) => typeof hash === 'string')
  return set as unknown as TokenSet
}

/** A record that is there and cannot be used, and what it still says of the seeds that were tried. */
export function unreadableTokens(reason: string, triedSeeds: readonly string[] = []): QboError {
  return new QboError(
    'QBO_TOKENS_UNREADABLE',
    `The stored tokens cannot be read: ${reason}. Give the key they were saved with, authorize again, or give a new refresh token.`,
    { triedSeeds },
  )
}

/** Refreshing a little early spares the request that would come back with a 401. */
const earlyRefreshMs = 60_000

/** The access token, if it may still be used. One without an expiry is never trusted. */
export function usableAccessToken(set: TokenSet | undefined, now: number): string | undefined {
  if (set?.accessToken === undefined || set.accessToken === '') return undefined
  const expiresAt = Date.parse(set.accessTokenExpiresAt ?? '')
  const lifetime = expiresAt - Date.parse(set.obtainedAt ?? '')
  // A token that lives a minute must not be stale from its first moment.
  const early = Number.isNaN(lifetime) ? earlyRefreshMs : Math.min(earlyRefreshMs, lifetime / 10)
  return expiresAt - early > now ? set.accessToken : undefined
}

/** What a store remembers of a seed: enough to know it again, too little to use it. */
export function hashSeed(seed: string): string {
  return createHash('sha256').update(seed).digest('hex')
}

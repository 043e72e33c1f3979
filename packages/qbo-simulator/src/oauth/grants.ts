import { randomBytes } from 'node:crypto'
import { accessTokenSeconds, createAccessTokens } from './access-tokens.js'
import { createConsentCodes } from './consent-codes.js'

/** 101 days, as Intuit's JavaScript SDK has it in its tests. The real number moves; a client must use what it is told. */
const refreshTokenSeconds = 8_726_400
/** "A day later or the next time you make the Refresh Token API call, whichever is later": Intuit, "Validity of Refresh Token". */
const rotationMs = 24 * 3_600_000
/** The hard cap of five years, counted from the consent; no refresh resets it. */
const hardLimitSeconds = 5 * 365 * 86_400

export interface IssuedTokens {
  readonly accessToken: string
  readonly refreshToken: string
  readonly expiresIn: number
  readonly refreshTokenExpiresIn: number
  readonly refreshTokenHardExpiresIn: number
}

/** What each company has granted, as tokens. */
export interface Grants {
  /** The refresh token of a company that is good now; of a new consent if there is none. */
  refreshToken(realmId: string): string
  /** New tokens for a refresh token, or undefined when it is not good. */
  refresh(refreshToken: string): IssuedTokens | undefined
  /** Replaces a company's refresh token now. */
  rotate(realmId: string): string
  /** A code for the redirect of a consent. */
  issueCode(realmId: string, redirectUri: string): string
  exchangeCode(code: string, redirectUri: string): IssuedTokens | undefined
  /** Ends the grant that an access or refresh token belongs to. */
  revoke(token: string): boolean
  /** The company that an access token is good for now. */
  checkAccess(accessToken: string): string | undefined
  expireAccess(realmId: string): void
}

interface Grant {
  readonly refreshToken: string
  readonly issuedAtMs: number
  readonly consentAtMs: number
}

export function createGrants(now: () => number): Grants {
  const grants = new Map<string, Grant>()
  const access = createAccessTokens(now)
  const codes = createConsentCodes()

  function renew(realmId: string, consentAtMs: number = now()): Grant {
    const grant = { refreshToken: buildRefreshToken(now()), issuedAtMs: now(), consentAtMs }
    grants.set(realmId, grant)
    return grant
  }
  function issue(realmId: string, grant: Grant): IssuedTokens {
    return {
      accessToken: access.issue(realmId),
      refreshToken: grant.refreshToken,
      expiresIn: accessTokenSeconds,
      refreshTokenExpiresIn: secondsLeft(grant, now()),
      refreshTokenHardExpiresIn: hardLimitSeconds - Math.floor((now() - grant.consentAtMs) / 1000),
    }
  }
  function end(realmId: string): void {
    grants.delete(realmId)
    access.expire(realmId)
  }
  const findRealm = (refreshToken: string): string | undefined =>
    [...grants].find(([, grant]) => grant.refreshToken === refreshToken)?.[0]

  return {
    refreshToken: (realmId) => (grants.get(realmId) ?? renew(realmId)).refreshToken,
    refresh(refreshToken) {
      const realmId = findRealm(refreshToken)
      const grant = realmId === undefined ? undefined : grants.get(realmId)
      if (realmId === undefined || grant === undefined || secondsLeft(grant, now()) <= 0) return undefined
      // A refresh on the same day returns the same value, and does not restart its hundred days.
      const isDue = now() - grant.issuedAtMs >= rotationMs
      return issue(realmId, isDue ? renew(realmId, grant.consentAtMs) : grant)
    },
    rotate: (realmId) => renew(realmId, grants.get(realmId)?.consentAtMs).refreshToken,
    issueCode: (realmId, redirectUri) => codes.issue(realmId, redirectUri),
    exchangeCode(code, redirectUri) {
      const taken = codes.take(code, redirectUri)
      if (taken === undefined) return undefined
      if (!taken.isReplay) return issue(taken.realmId, renew(taken.realmId))
      // A second exchange of a code ends the tokens of the first.
      end(taken.realmId)
      return undefined
    },
    revoke(token) {
      const realmId = findRealm(token) ?? access.check(token)
      if (realmId !== undefined) end(realmId)
      return realmId !== undefined
    },
    checkAccess: (accessToken) => access.check(accessToken),
    expireAccess: (realmId) => access.expire(realmId),
  }
}

function secondsLeft(grant: Grant, nowMs: number): number {
  return refreshTokenSeconds - Math.floor((nowMs - grant.issuedAtMs) / 1000)
}

/** The shape seen in 2026: `RT1-39-H3-`, the second of its birth, 22 letters and digits. */
function buildRefreshToken(nowMs: number): string {
  const tail = BigInt(`0x${randomBytes(16).toString('hex')}`)
    .toString(36)
    .padStart(22, '0')
    .slice(-22)
  return `RT1-39-H3-${Math.floor(nowMs / 1000)}${tail}`
}

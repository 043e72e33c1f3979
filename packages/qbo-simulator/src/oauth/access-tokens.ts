import { randomBytes } from 'node:crypto'

export const accessTokenSeconds = 3600

/** The access tokens of all companies; a company may have several at once. */
export interface AccessTokens {
  issue(realmId: string): string
  /** The company that a token is good for now. */
  check(token: string): string | undefined
  /** Makes all tokens of a company expire now. */
  expire(realmId: string): void
}

export function createAccessTokens(now: () => number): AccessTokens {
  const issued = new Map<string, { readonly realmId: string; readonly expiresAtMs: number }>()
  return {
    issue(realmId) {
      const token = buildAccessToken()
      issued.set(token, { realmId, expiresAtMs: now() + accessTokenSeconds * 1000 })
      return token
    },
    check(token) {
      const found = issued.get(token)
      return found === undefined || found.expiresAtMs <= now() ? undefined : found.realmId
    },
    expire(realmId) {
      for (const [token, { realmId: owner }] of issued) if (owner === realmId) issued.delete(token)
    },
  }
}

/** A JWE with an empty second segment, a good kilobyte long, as the real ones are. */
function buildAccessToken(): string {
  const part = (bytes: number): string => randomBytes(bytes).toString('base64url')
  const header = Buffer.from('{"alg":"dir","enc":"A128CBC-HS256"}').toString('base64url')
  return `${header}..${part(16)}.${part(720)}.${part(16)}`
}

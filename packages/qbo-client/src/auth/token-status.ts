import type { TokenSet } from './token-set.js'

/** How long a connection still holds. */
export interface TokenStatus {
  /** Whether a refresh token is stored that Intuit has not refused. */
  readonly isConnected: boolean
  /** Whole days until the refresh token ends if nobody uses it. */
  readonly daysLeft?: number
  /** Whole days until the five-year end, which no refresh moves. */
  readonly hardDaysLeft?: number
  /** Either end is near: somebody should authorize again soon. */
  readonly isEnding: boolean
}

const warnDays = 14
const dayMs = 86_400_000

/** Tells how long a stored connection still holds, without a token in it. */
export function describeTokens(stored: TokenSet | undefined, now: number = Date.now()): TokenStatus {
  // What it was said to last is of no interest once it was refused.
  const set = stored?.refusedAt === undefined ? stored : undefined
  const isConnected = set !== undefined && set.refreshToken !== ''
  const daysLeft = daysUntil(set?.refreshTokenExpiresAt, now)
  const hardDaysLeft = daysUntil(set?.refreshTokenHardExpiresAt, now)
  return {
    isConnected,
    ...(daysLeft !== undefined && { daysLeft }),
    ...(hardDaysLeft !== undefined && { hardDaysLeft }),
    isEnding: isConnected && Math.min(daysLeft ?? Infinity, hardDaysLeft ?? Infinity) < warnDays,
  }
}

function daysUntil(instant: string | undefined, now: number): number | undefined {
  const at = Date.parse(instant ?? '')
  return Number.isNaN(at) ? undefined : Math.max(0, Math.floor((at - now) / dayMs))
}

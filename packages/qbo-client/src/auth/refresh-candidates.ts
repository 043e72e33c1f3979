import { hashSeed } from './token-set.js'
import type { TokenSet } from './token-set.js'

/** A refresh token worth trying, and the record it would replace. */
export interface RefreshCandidate {
  readonly refreshToken: string
  readonly source: 'store' | 'seed'
}

/**
 * What to try next. The store wins over the seed, which may be stale (python-quickbooks#282); the seed has its
 * turn when the store is empty or its token was refused, once: so a person can always repair by setting a new one.
 */
export function nextCandidate(
  stored: TokenSet | undefined,
  seed: string | undefined,
  refused: ReadonlySet<string>,
): RefreshCandidate | undefined {
  const refreshToken = stored?.refreshToken ?? ''
  if (refreshToken !== '' && !refused.has(refreshToken)) return { refreshToken, source: 'store' }
  if (seed === undefined || refused.has(seed) || hasTried(stored, seed)) return undefined
  return { refreshToken: seed, source: 'seed' }
}

/** Whether the store remembers this seed. */
function hasTried(stored: TokenSet | undefined, seed: string): boolean {
  return stored?.triedSeeds?.includes(hashSeed(seed)) ?? false
}

/** The record with the seed remembered. */
export function rememberSeed(set: TokenSet | undefined, seed: string): TokenSet {
  const triedSeeds = [...new Set([...(set?.triedSeeds ?? []), hashSeed(seed)])]
  return { ...(set ?? { refreshToken: '' }), triedSeeds }
}

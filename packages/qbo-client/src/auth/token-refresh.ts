import { QboError, isQboError } from '../errors.js'
import { grantedTokenSet } from './granted-token-set.js'
import { nextCandidate, rememberSeed } from './refresh-candidates.js'
import { lookAtTokens } from './stored-tokens.js'
import type { StoredTokens } from './stored-tokens.js'
import { usableAccessToken } from './token-set.js'
import type { TokenGrant } from './token-host.js'
import type { TokenSet } from './token-set.js'
import type { LockedTokenStore } from './token-store.js'

/** What a refresh under the lock came to. Returned, never thrown: a store may roll back on a throw. */
export type RefreshOutcome =
  | { readonly kind: 'found'; readonly set: TokenSet }
  | { readonly kind: 'granted'; readonly set: TokenSet; readonly rotated: boolean }
  | { readonly kind: 'failed'; readonly error: QboError }

/** What a refresh works with. */
export interface RefreshWork {
  readonly seed: string | undefined
  /** An access token that the API refused: it may not be used again. */
  readonly rejected: string | undefined
  /** A grant that could not be saved last time: it is newer than what the store holds. */
  readonly unsaved: UnsavedGrant | undefined
  readonly now: () => number
  readonly request: (refreshToken: string) => Promise<TokenGrant>
  /** Told of a grant before the store is: whatever happens to the store, it is not lost with this process alive. */
  readonly onGrant: (grant: UnsavedGrant) => void
}

/** A grant that the store may not have, and the refresh token that it takes the place of there. */
export interface UnsavedGrant {
  readonly replaces: string
  readonly set: TokenSet
}

/**
 * One try, by the holder of the lock. It reads the store again first: another process may have refreshed while
 * this one waited, and a refresh token may be spent only once.
 */
export async function refreshUnderLock(locked: LockedTokenStore, work: RefreshWork): Promise<RefreshOutcome> {
  let { set: stored, unreadable } = await look(locked)
  if (work.unsaved !== undefined && (stored?.refreshToken ?? '') === work.unsaved.replaces) {
    stored = work.unsaved.set
    await locked.save(stored)
    if (isUsable(stored, work)) return { kind: 'granted', set: stored, rotated: true }
  }
  const refused = new Set<string>()
  let refusal: QboError | undefined
  for (;;) {
    // Only the token that got the 401 calls for a refresh; if the store holds another, somebody has refreshed.
    if (isUsable(stored, work) && !refused.has(stored.refreshToken)) return { kind: 'found', set: stored }
    const candidate = nextCandidate(stored, work.seed, refused)
    if (candidate === undefined) return { kind: 'failed', error: unreadable ?? deadEnd(stored, refusal) }
    const askedAt = work.now()
    try {
      const grant = await work.request(candidate.refreshToken)
      return await keep(locked, work, { grant, stored, candidate, askedAt })
    } catch (error) {
      if (!isQboError(error)) throw error
      if (error.code !== 'QBO_REAUTHORIZATION_REQUIRED') return { kind: 'failed', error }
      refusal = error
    }
    refused.add(candidate.refreshToken)
    // Read once more: a process that shares the store but not the lock may have saved a newer token.
    const seen = await look(locked)
    stored = seen.set
    unreadable = seen.unreadable
    // A record that does not open may be good for somebody with the right key: only a grant takes its place.
    if (candidate.source === 'seed' && unreadable === undefined) {
      stored = rememberSeed(stored, candidate.refreshToken)
      await locked.save(stored)
    }
    // It stays, and is tried again; but nobody shall be told any more that it holds for another hundred days.
    if (stored?.refreshToken === candidate.refreshToken && stored.refusedAt === undefined) {
      stored = { ...stored, refusedAt: new Date(askedAt).toISOString() }
      await locked.save(stored)
    }
  }
}

async function look(locked: LockedTokenStore): Promise<StoredTokens> {
  return lookAtTokens(async () => locked.load())
}

function isUsable(set: TokenSet | undefined, work: RefreshWork): set is TokenSet {
  const token = usableAccessToken(set, work.now())
  return token !== undefined && token !== work.rejected
}

async function keep(
  locked: LockedTokenStore,
  work: RefreshWork,
  got: {
    readonly grant: TokenGrant
    readonly stored: TokenSet | undefined
    readonly candidate: { readonly refreshToken: string; readonly source: 'store' | 'seed' }
    readonly askedAt: number
  },
): Promise<RefreshOutcome> {
  const { grant, stored, candidate, askedAt } = got
  const isSeed = candidate.source === 'seed'
  const triedSeeds = isSeed ? rememberSeed(stored, candidate.refreshToken).triedSeeds : stored?.triedSeeds
  // What the store knew of another token's ends says nothing about the seed's.
  const previous: TokenSet = isSeed
    ? { refreshToken: candidate.refreshToken, triedSeeds }
    : { ...(stored ?? { refreshToken: candidate.refreshToken }), triedSeeds }
  const set = grantedTokenSet(grant, previous, askedAt)
  work.onGrant({ replaces: stored?.refreshToken ?? '', set })
  await locked.save(set)
  if (set.accessToken === undefined) return { kind: 'failed', error: refreshTokenAlone() }
  return { kind: 'granted', set, rotated: set.refreshToken !== candidate.refreshToken }
}

function refreshTokenAlone(): QboError {
  return new QboError(
    'QBO_REFRESH_FAILED',
    'The token host gave a refresh token and no access token. The refresh token is stored. Try again later.',
    { retryable: true },
  )
}

function deadEnd(stored: TokenSet | undefined, refusal: QboError | undefined): QboError {
  if (refusal !== undefined) return refusal
  if ((stored?.triedSeeds ?? []).length > 0) {
    return new QboError(
      'QBO_REAUTHORIZATION_REQUIRED',
      'The store holds no refresh token, and the seed was refused before. Authorize again, or set a new refresh token.',
    )
  }
  return new QboError(
    'QBO_TOKEN_MISSING',
    'The token store holds no tokens of this company and no seed was given. Authorize the app, or give a refresh token.',
  )
}

import type { Clock } from '../clock.js'
import { QboError, isQboError } from '../errors.js'
import type { Emit, TokenRefreshedEvent } from '../events.js'
import { retryWaitMs, shouldRetry } from '../http/retry-policy.js'
import { lookAtTokens } from './stored-tokens.js'
import { refreshUnderLock } from './token-refresh.js'
import type { RefreshOutcome, UnsavedGrant } from './token-refresh.js'
import { usableAccessToken } from './token-set.js'
import type { TokenGrant } from './token-host.js'
import type { TokenKey, TokenSet } from './token-set.js'
import type { TokenStore } from './token-store.js'

/** What tokens come from. */
export interface TokenSourceOptions {
  readonly key: TokenKey
  readonly store: TokenStore
  readonly seed: string | undefined
  readonly retries: number
  readonly clock: Clock
  readonly random: () => number
  readonly emit: Emit
  readonly request: (refreshToken: string) => Promise<TokenGrant>
}

/** Gives a token set whose access token can be used and is not the rejected one. */
export type ObtainTokens = (rejected: string | undefined, signal: AbortSignal) => Promise<TokenSet>

/** From the store if it can, from the token host if it must. The signal ends waits; never a request that is out. */
export function createTokenSource(options: TokenSourceOptions): ObtainTokens {
  const { key, store, clock } = options
  let unsaved: UnsavedGrant | undefined

  const tryOnce = async (rejected: string | undefined, signal: AbortSignal): Promise<TokenSet> => {
    const work = {
      seed: options.seed,
      rejected,
      unsaved,
      now: () => clock.now(),
      request: options.request,
      onGrant: (grant: UnsavedGrant) => {
        unsaved = grant
      },
    }
    const outcome = await store.withLock(key, async (locked) => refreshUnderLock(locked, work), { signal })
    if (outcome.kind === 'failed') throw outcome.error
    // Only now has the store committed: a token is not used before it is kept.
    if (outcome.kind === 'granted') await checkKept(store, key, outcome.set)
    unsaved = undefined
    if (outcome.kind === 'granted') options.emit(refreshedEvent(outcome))
    return outcome.set
  }

  const look = async (rejected: string | undefined): Promise<TokenSet | undefined> => {
    const { set: stored } = await lookAtTokens(async () => store.load(key))
    const usable = usableAccessToken(stored, clock.now())
    return usable !== undefined && usable !== rejected && unsaved === undefined ? stored : undefined
  }

  return async (rejected, signal) => {
    // Each try takes the lock anew, and so reads the store again: after a connection lost halfway, nobody knows
    // whether the host has rotated the token.
    for (let tries = 1; ; tries += 1) {
      try {
        return await callStore(async () => (await look(rejected)) ?? tryOnce(rejected, signal))
      } catch (error) {
        const attempts = { attempt: tries, failed: tries, retries: options.retries }
        if (signal.aborted || !isQboError(error) || !shouldRetry(error, attempts)) throw error
        await clock.sleep(retryWaitMs(error, tries, options.random), signal)
      }
    }
  }
}

/** A store that says it saved and did not would cost the company its connection at the next rotation. */
async function checkKept(store: TokenStore, key: TokenKey, set: TokenSet): Promise<void> {
  const kept = await store.load(key)
  if (kept?.refreshToken === set.refreshToken) return
  // Another process may have refreshed since: what it saved is newer.
  if ((kept?.obtainedAt ?? '') > (set.obtainedAt ?? '')) return
  throw new QboError(
    'QBO_TOKEN_STORE_FAILED',
    'The token store did not keep the new tokens. Make it writable; the next call saves them again.',
  )
}

/** What a store throws is its own; it becomes the cause of ours. */
async function callStore<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (isQboError(error) || (error instanceof Error && error.name === 'AbortError')) throw error
    throw new QboError(
      'QBO_TOKEN_STORE_FAILED',
      'The token store failed; see the cause. Tokens already granted are kept in memory and saved at the next call.',
      // A store that knows of its own errors which ones pass says so as ours do.
      { cause: error, retryable: (error as { retryable?: unknown } | null)?.retryable === true },
    )
  }
}

function refreshedEvent({ set, rotated }: Extract<RefreshOutcome, { kind: 'granted' }>): TokenRefreshedEvent {
  return {
    type: 'token.refreshed',
    rotated,
    ...(set.accessTokenExpiresAt !== undefined && { expiresAt: set.accessTokenExpiresAt }),
    ...(set.refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt: set.refreshTokenExpiresAt }),
    ...(set.refreshTokenHardExpiresAt !== undefined && {
      refreshTokenHardExpiresAt: set.refreshTokenHardExpiresAt,
    }),
  }
}

import PQueue from 'p-queue'
import type { Clock } from '../clock.js'
import { QboError } from '../errors.js'
import { longestPauseMs } from './retry-policy.js'
import { createStartTimes } from './sliding-window.js'
import { watchWire, type Wire } from './wire.js'

/** The numbers of a limiter. */
export interface RateLimits {
  readonly perMinute: number
  readonly perSecond: number
  readonly concurrency: number
}

/** Waits for the right to send; resolves to how long that took. */
export type Turn = () => Promise<number>

/** What a limiter does for each attempt. */
export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  /** A request that was already sent once goes before those that were not. */
  readonly isRetry?: boolean
}

/** Every HTTP attempt to a realm passes here. */
export interface RateLimiter {
  /** Runs `task` when there is room; it calls `turn` right before it sends. */
  run<T>(task: (turn: Turn) => Promise<T>, options?: RunOptions): Promise<T>
  /** Holds every request back for so long; where that is longer than anybody should wait, they fail meanwhile. */
  pause(ms: number): void
  /** What is left of the pause; 0 when there is none. */
  pausedForMs(): number
}

interface RealmState {
  readonly queue: PQueue
  /** One at a time: each start is decided by those that really happened before it. */
  readonly turns: PQueue
  readonly starts: ReturnType<typeof createStartTimes>
  readonly wire: Wire | undefined
  limits: RateLimits
  pausedUntil: number
}

/**
 * The one piece of state that outlives a client. Intuit counts by realm, not by client: two clients that each
 * kept their own count would together exceed it. A test's own clock has realms of its own.
 */
const realmsByClock: WeakMap<Clock, Map<string, RealmState>> = new WeakMap()

/** The limiter of a realm. Clients that ask for different limits share the strictest of them. */
export function shareRateLimiter(realm: string, limits: RateLimits | false, clock: Clock): RateLimiter {
  if (limits === false) return createRateLimiter(createRealmState(unlimited, undefined), clock)
  const realms = realmsByClock.get(clock) ?? new Map<string, RealmState>()
  realmsByClock.set(clock, realms)
  const state = realms.get(realm) ?? createRealmState(limits, watchWire(realm, clock))
  realms.set(realm, state)
  state.limits = {
    perMinute: Math.min(state.limits.perMinute, limits.perMinute),
    perSecond: Math.min(state.limits.perSecond, limits.perSecond),
    concurrency: Math.min(state.limits.concurrency, limits.concurrency),
  }
  state.queue.concurrency = state.limits.concurrency
  state.wire?.join()
  return createRateLimiter(state, clock)
}

const unlimited: RateLimits = { perMinute: Infinity, perSecond: Infinity, concurrency: Infinity }

function createRealmState(limits: RateLimits, wire: Wire | undefined): RealmState {
  return {
    queue: new PQueue({ concurrency: limits.concurrency }),
    turns: new PQueue({ concurrency: 1 }),
    starts: createStartTimes(),
    wire,
    limits,
    pausedUntil: -Infinity,
  }
}

function createRateLimiter(state: RealmState, clock: Clock): RateLimiter {
  return {
    async run<T>(task: (turn: Turn) => Promise<T>, { signal, isRetry = false }: RunOptions = {}) {
      signal?.throwIfAborted()
      const queued = { priority: isRetry ? 1 : 0, ...(signal === undefined ? {} : { signal }) }
      const turn: Turn = async () => {
        const askedAt = clock.monotonic()
        await state.turns.add(() => takeTurn(state, clock, signal), queued)
        return clock.monotonic() - askedAt
      }
      // While others wait, the queue keeps up to a hundred of what it has begun and what came of it: no answer among that.
      const came: { result?: T } = {}
      await state.queue.add(async () => {
        came.result = await task(turn)
      }, queued)
      const { result } = came
      delete came.result
      return result as T
    },
    pause(ms) {
      state.pausedUntil = Math.max(state.pausedUntil, clock.monotonic() + ms)
    },
    pausedForMs: () => Math.max(0, Math.round(state.pausedUntil - clock.monotonic())),
  }
}

/**
 * Intuit counts what arrives: where the machine or the network stalls for a fifth of a second, what leaves within so long
 * arrives within one. Ten in each are no fewer than the minute allows.
 */
const secondMs = 1_200

/**
 * Waits until a start is allowed, and makes it. Asks again after each sleep: it may have been long, and a pause begun.
 * @throws {QboError} QBO_THROTTLED while the pause is a long one
 */
async function takeTurn(state: RealmState, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    const now = clock.monotonic()
    if (state.pausedUntil - now > longestPauseMs) throw pausedError(state.pausedUntil - now)
    const { perMinute, perSecond } = state.limits
    const inMinute = perMinute === Infinity ? now : state.starts.next([{ limit: perMinute, spanMs: 60_000 }])
    const inSecond = state.wire?.next({ limit: perSecond, spanMs: secondMs }, now) ?? now
    const waitMs = Math.max(state.pausedUntil, inMinute, inSecond) - now
    if (waitMs <= 0) {
      state.starts.record(now)
      state.wire?.begin()
      return
    }
    // Timers may fire a little early; a start may not.
    await clock.sleep(Math.ceil(waitMs), signal)
  }
}

function pausedError(restMs: number): QboError {
  const retryAfterMs = Math.ceil(restMs)
  return new QboError(
    'QBO_THROTTLED',
    `Not sent: QuickBooks asked to be left alone, for another ${Math.ceil(retryAfterMs / 1000)} s. Try again after that.`,
    { retryable: true, retryAfterMs },
  )
}

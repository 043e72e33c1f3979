import PQueue from 'p-queue'
import type { Clock } from '../clock.js'
import { createStartTimes } from './sliding-window.js'
import type { SlidingWindow } from './sliding-window.js'

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
  /** Holds every request back for so long. */
  pause(ms: number): void
}

interface RealmState {
  readonly queue: PQueue
  readonly starts: ReturnType<typeof createStartTimes>
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
  if (limits === false) return createRateLimiter(createRealmState(unlimited), clock)
  const realms = realmsByClock.get(clock) ?? new Map<string, RealmState>()
  realmsByClock.set(clock, realms)
  const state = realms.get(realm) ?? createRealmState(limits)
  realms.set(realm, state)
  state.limits = {
    perMinute: Math.min(state.limits.perMinute, limits.perMinute),
    perSecond: Math.min(state.limits.perSecond, limits.perSecond),
    concurrency: Math.min(state.limits.concurrency, limits.concurrency),
  }
  state.queue.concurrency = state.limits.concurrency
  return createRateLimiter(state, clock)
}

const unlimited: RateLimits = { perMinute: Infinity, perSecond: Infinity, concurrency: Infinity }

function createRealmState(limits: RateLimits): RealmState {
  return {
    queue: new PQueue({ concurrency: limits.concurrency }),
    starts: createStartTimes(),
    limits,
    pausedUntil: -Infinity,
  }
}

function createRateLimiter(state: RealmState, clock: Clock): RateLimiter {
  return {
    async run(task, { signal, isRetry = false } = {}) {
      signal?.throwIfAborted()
      const queued = { priority: isRetry ? 1 : 0, ...(signal === undefined ? {} : { signal }) }
      return state.queue.add(() => task(() => takeTurn(state, clock, signal)), queued)
    },
    pause(ms) {
      state.pausedUntil = Math.max(state.pausedUntil, clock.monotonic() + ms)
    },
  }
}

async function takeTurn(state: RealmState, clock: Clock, signal: AbortSignal | undefined): Promise<number> {
  const askedAt = clock.monotonic()
  for (;;) {
    const now = clock.monotonic()
    const startAt = state.starts.reserve(Math.max(now, state.pausedUntil), windowsOf(state.limits))
    await sleepUntil(startAt, clock, signal)
    // A pause that began meanwhile makes this turn void: a new one is taken after it.
    if (clock.monotonic() >= state.pausedUntil) return clock.monotonic() - askedAt
  }
}

/** Timers may fire a little early; a start may not. */
async function sleepUntil(at: number, clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  for (let left = at - clock.monotonic(); left > 0; left = at - clock.monotonic()) {
    await clock.sleep(Math.ceil(left), signal)
  }
}

function windowsOf(limits: RateLimits): readonly SlidingWindow[] {
  return [
    { limit: limits.perSecond, spanMs: 1_000 },
    { limit: limits.perMinute, spanMs: 60_000 },
  ].filter(({ limit }) => Number.isFinite(limit))
}

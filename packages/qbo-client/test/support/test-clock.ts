import type { Clock } from '../../src/clock.js'

/** A clock whose sleepers are woken in order, as fast as the event loop turns. */
export interface TestClock extends Clock {
  advance(ms: number): void
  readonly slept: number[]
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

export function createTestClock(start: number = Date.parse('2026-01-15T00:30:00Z')): TestClock {
  let now = start
  let sleepers: Sleeper[] = []
  let ticking = false
  const slept: number[] = []
  const tick = (): void => {
    ticking = false
    const next = sleepers.reduce<Sleeper | undefined>(
      (a, b) => (a === undefined || b.at < a.at ? b : a),
      undefined,
    )
    if (next === undefined) return
    now = Math.max(now, next.at)
    sleepers = sleepers.filter((sleeper) => sleeper !== next)
    next.wake()
    schedule()
  }
  const schedule = (): void => {
    if (ticking || sleepers.length === 0) return
    ticking = true
    setImmediate(tick)
  }
  return {
    now: () => now,
    monotonic: () => now,
    slept,
    advance(ms) {
      now += ms
    },
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      slept.push(ms)
      await new Promise<void>((resolve, reject) => {
        const sleeper = { at: now + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          reject(signal.reason as Error)
        })
        schedule()
      })
    },
  }
}

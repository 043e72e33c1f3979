import { setTimeout as delay } from 'node:timers/promises'

/** Time, as the client sees it. Tests hand in their own, so that no test waits. */
export interface Clock {
  /** The wall clock, in milliseconds since 1970: token expiry is compared with it. */
  now(): number
  /** A clock that never jumps, in milliseconds since any moment: rates are measured with it. */
  monotonic(): number
  /** Waits; rejects with the signal's own reason the moment it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** No timer of Node waits longer: beyond it, it fires at once, and warns. */
export const longestTimerMs: number = 2_147_483_647

/** The machine's time. */
export const systemClock: Clock = Object.freeze({
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    try {
      let left = ms
      do {
        await delay(Math.min(left, longestTimerMs), undefined, signal === undefined ? {} : { signal })
        left -= longestTimerMs
      } while (left > 0)
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  },
})

/** Intuit's limits for one company (D). */
export interface Limits {
  /** @defaultValue 500 */
  readonly perMinute: number
  /** @defaultValue 10 */
  readonly perSecond: number
  /** Requests at the same time. @defaultValue 10 */
  readonly inFlight?: number
}

/** Counts the calls of one company over a sliding minute and second, and those in flight. */
export interface Throttle {
  /** Takes a place, to be given back by `leave`, or refuses. A refused call counts for nothing. */
  enter(nowMs: number): boolean
  leave(): void
}

export function createThrottle(limits: Limits | false): Throttle {
  if (limits === false) return { enter: () => true, leave: () => undefined }
  const { perMinute, perSecond, inFlight = 10 } = limits
  let recent: number[] = []
  let current = 0
  return {
    enter(nowMs) {
      recent = recent.filter((at) => at > nowMs - 60_000)
      const lastSecond = recent.reduce((count, at) => (at > nowMs - 1000 ? count + 1 : count), 0)
      if (recent.length >= perMinute || lastSecond >= perSecond || current >= inFlight) return false
      recent.push(nowMs)
      current += 1
      return true
    },
    leave() {
      current -= 1
    },
  }
}

/** So many starts in any span of so many milliseconds. */
export interface SlidingWindow {
  readonly limit: number
  readonly spanMs: number
}

/**
 * Gives out start times so that no window ever holds more than its limit: the n-th start waits for the one
 * `limit` places before it to be a whole span old. A span that slides has no edge to burst across.
 */
export interface StartTimes {
  /** The earliest start from `now` on. It is taken. */
  reserve(now: number, windows: readonly SlidingWindow[]): number
}

/** Keeps as many start times as the largest window needs. */
export function createStartTimes(): StartTimes {
  const starts: number[] = []
  return {
    reserve(now, windows) {
      let startAt = Math.max(now, starts.at(-1) ?? now)
      for (const { limit, spanMs } of windows) {
        const before = starts.at(-limit)
        if (before !== undefined) startAt = Math.max(startAt, before + spanMs)
      }
      starts.push(startAt)
      const keep = Math.max(1, ...windows.map(({ limit }) => limit))
      if (starts.length > 2 * keep) starts.splice(0, starts.length - keep)
      return startAt
    },
  }
}

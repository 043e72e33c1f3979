/** So many starts in any span of so many milliseconds. */
export interface SlidingWindow {
  readonly limit: number
  readonly spanMs: number
}

/**
 * Starts as they happened, so that no window ever holds more than its limit: a start waits for the one `limit` places
 * before it to be a whole span old. A span that slides has no edge to burst across.
 */
export interface StartTimes {
  /** From when on the next start is allowed; the past when it is now. */
  next(windows: readonly SlidingWindow[]): number
  /** A start is made. */
  record(at: number): void
}

/** Keeps as many start times as the largest limit needs. */
export function createStartTimes(): StartTimes {
  const starts: number[] = []
  let keep = 1
  return {
    next(windows) {
      keep = Math.max(keep, ...windows.map(({ limit }) => limit))
      return Math.max(
        -Infinity,
        ...windows.map(({ limit, spanMs }) => (starts.at(-limit) ?? -Infinity) + spanMs),
      )
    },
    record(at) {
      starts.push(at)
      if (starts.length > 2 * keep) starts.splice(0, starts.length - keep)
    },
  }
}

/** The simulator's clock: another clock, possibly moved. Once moved it goes on from there. */
export interface Clock {
  readonly now: () => number
  readonly set: (epochMs: number) => void
}

export function createClock(now: () => number): Clock {
  let offsetMs = 0
  return {
    now: () => now() + offsetMs,
    set(epochMs) {
      offsetMs = epochMs - now()
    },
  }
}

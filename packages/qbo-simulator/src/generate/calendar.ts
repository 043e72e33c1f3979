import type { Random } from '../random.js'
import { pacificWallToEpochMs } from '../time/pacific.js'

export const dayMs = 86_400_000

/** Quiet weekends, from Sunday on. */
const weekdayWeights = [0.12, 1.15, 1.1, 1, 1.05, 0.95, 0.3] as const
/** Busy springs, a quiet December. */
const monthWeights = [0.8, 0.85, 1.05, 1.25, 1.3, 1.2, 1, 0.95, 1, 1.05, 0.9, 0.65] as const

/**
 * How many of `total` records fall on each day of [from, to), which are midnights as if in UTC: by weekday and
 * season, with a company that grows by a tenth a year. They add up to `total` exactly.
 *
 * @param lastTenth the share of them that falls on the last tenth of the days; what growth makes of it unless given
 */
export function spreadOverDays(
  total: number,
  fromMs: number,
  toMs: number,
  lastTenth?: number,
): { dayMs: number; count: number }[] {
  const days: { dayMs: number; weight: number }[] = []
  for (let at = fromMs; at < toMs; at += dayMs) days.push({ dayMs: at, weight: weightOf(at, fromMs) })
  if (lastTenth !== undefined) weighLastTenth(days, lastTenth)
  const whole = days.reduce((sum, { weight }) => sum + weight, 0)
  let passed = 0
  let placed = 0
  return days.map(({ dayMs: day, weight }) => {
    passed += weight
    // The last day takes what rounding left.
    const until = day + dayMs >= toMs ? total : Math.round((total * passed) / whole)
    const count = until - placed
    placed = until
    return { dayMs: day, count }
  })
}

/** Makes the last tenth of the days weigh so much of the whole. */
function weighLastTenth(days: { weight: number }[], share: number): void {
  const late = Math.floor(days.length * 0.9)
  for (const [part, weight] of [
    [days.slice(0, late), 1 - share],
    [days.slice(late), share],
  ] as const) {
    const sum = part.reduce((total, day) => total + day.weight, 0)
    for (const day of part) day.weight *= weight / sum
  }
}

function weightOf(day: number, from: number): number {
  const date = new Date(day)
  const years = (day - from) / (365 * dayMs)
  return weekdayWeights[date.getUTCDay()]! * monthWeights[date.getUTCMonth()]! * 1.1 ** years
}

/** An instant in the business hours of a day, which is a midnight as if in UTC; on a Pacific clock. */
export function businessMoment(day: number, random: Random): number {
  const seconds = 8 * 3600 + Math.floor((random.next() + random.next()) * 5 * 3600)
  return pacificWallToEpochMs(day + seconds * 1000)
}

/** Midnight, as if in UTC, of the day that a date or instant writes. */
export function dayOf(text: string): number {
  return Date.parse(`${text.slice(0, 10)}T00:00:00Z`)
}

/** `YYYY-MM-DD` of a midnight as if in UTC. */
export function formatDay(day: number): string {
  return new Date(day).toISOString().slice(0, 10)
}

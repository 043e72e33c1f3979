import { formatInstant } from './time-zone.js'

/** Changes younger than this may not be visible to queries yet: what is compared is older, and the next look overlaps by it. */
export const settlingMs: number = 5 * 60_000

/** CDC looks back 30 days. A day is kept free, for clocks that differ and for the time that the work takes. */
const reachMs = 29 * 86_400_000

/** @param now epoch milliseconds, of QuickBooks' clock if it is to be sure */
export function isInCdcReach(since: string, now: number): boolean {
  return now - Date.parse(since) <= reachMs
}

/** The earliest instant that CDC can still be asked from. */
export function earliestReach(now: number): string {
  return formatInstant(now - reachMs)
}

/** Where the next sync asks from; never before this one did. */
export function nextSince(since: string, serverTime: string): string {
  const next = formatInstant(Date.parse(serverTime) - settlingMs)
  return next > since ? next : since
}

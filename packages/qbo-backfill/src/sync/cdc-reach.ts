import { formatInstant } from '../plan/time-zone.js'

/** CDC looks back 30 days; a day is kept free for clocks that differ and for the time that the sync takes. */
const reachMs = 29 * 86_400_000

/** What was committed a moment before QuickBooks said what time it is may become visible only later. */
const overlapMs = 5 * 60_000

export function isInReach(since: string, now: number): boolean {
  const age = now - Date.parse(since)
  return age <= reachMs
}

/** The earliest instant that CDC can still be asked from. */
export function earliestReach(now: number): string {
  return formatInstant(now - reachMs)
}

/** Where the next sync asks from; never before this one did. */
export function nextSince(since: string, serverTime: string): string {
  const next = formatInstant(Date.parse(serverTime) - overlapMs)
  return next > since ? next : since
}

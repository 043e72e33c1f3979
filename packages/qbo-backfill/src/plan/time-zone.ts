import { formatInTimeZone, fromZonedTime } from 'date-fns-tz'

/** Whether the runtime knows the IANA zone, such as `America/Guayaquil`. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** The civil date that clocks in the zone show at the instant (epoch milliseconds). */
export function civilDateAt(instant: number, zone: string): string {
  return formatInTimeZone(instant, zone, 'yyyy-MM-dd')
}

/**
 * The first instant (epoch milliseconds) at which clocks in the zone show this date. Not simply local midnight: where
 * daylight saving starts at midnight there is none (Santiago, Cairo), and where it ends at one o'clock there are two
 * (Havana).
 */
export function startOfDay(date: string, zone: string): number {
  const guess = fromZonedTime(`${date}T00:00:00`, zone).getTime()
  if (civilDateAt(guess, zone) === date && civilDateAt(guess - 1000, zone) < date) return guess
  return searchStartOfDay(date, zone)
}

/** Bisects, to the second, the span in which any zone on Earth starts this date: UTC+14 to UTC-12, and an hour's room. */
function searchStartOfDay(date: string, zone: string): number {
  const utcMidnight = Date.parse(`${date}T00:00:00Z`) / 1000
  let before = utcMidnight - 15 * 3600
  let after = utcMidnight + 13 * 3600
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (civilDateAt(middle * 1000, zone) >= date) after = middle
    else before = middle
  }
  return after * 1000
}

/** `YYYY-MM-DDTHH:MM:SSZ`: the form of every instant we send, store and print. QBO keeps whole seconds. */
export function formatInstant(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

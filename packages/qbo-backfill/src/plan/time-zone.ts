// By its own path: the index loads all of date-fns, 20 MB of memory.
import { fromZonedTime } from 'date-fns-tz/fromZonedTime'

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
  return localTimeAt(instant, zone).slice(0, 10)
}

/**
 * `YYYY-MM-DDTHH:MM:SS`: what clocks in the zone show at the instant (epoch milliseconds). Asked of Intl: date-fns-tz
 * goes through the clock of this machine, which is wrong where that one skips an hour.
 */
export function localTimeAt(instant: number, zone: string): string {
  // What Intl says too, in a hundredth of the time: ten years have 3,653 days.
  if (zone === 'UTC') return new Date(instant).toISOString().slice(0, 19)
  const parts = Object.fromEntries(
    clockOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  )
  const { year = '', month, day, hour, minute, second } = parts
  return `${year.padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Made once a zone: making one takes longer than a thousand answers. */
function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const twoDigits = '2-digit'
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: twoDigits,
    day: twoDigits,
    hour: twoDigits,
    minute: twoDigits,
    second: twoDigits,
  })
  clocks.set(zone, clock)
  return clock
}

/**
 * The first instant (epoch milliseconds) at which clocks in the zone show this date. Not simply local midnight: where
 * daylight saving starts at midnight there is none (Santiago, Cairo), and where it ends at one o'clock there are two
 * (Havana).
 */
export function startOfDay(date: string, zone: string): number {
  if (zone === 'UTC') return Date.parse(`${date}T00:00:00Z`)
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

/**
 * The first whole second that is not before the instant. Between whole seconds QuickBooks has nothing, so a half-open
 * range keeps its records; and what waits for an instant never starts before it.
 */
export function wholeSecond(instant: number): number {
  return Math.ceil(instant / 1000) * 1000
}

/** `YYYY-MM-DDTHH:MM:SSZ`: the form of every instant we send, store and print. QBO keeps whole seconds. */
export function formatInstant(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}

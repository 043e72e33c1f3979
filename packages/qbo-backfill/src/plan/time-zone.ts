// By its own path: the index loads all of date-fns, 20 MB of memory.
import { fromZonedTime } from 'date-fns-tz/fromZonedTime'
import { firstDate, lastDate } from './civil-date.js'

/** Whether the runtime knows the IANA zone, such as `America/Guayaquil`. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** The civil date that clocks in the zone show at the instant (epoch milliseconds), or the first or last that there is. */
export function civilDateAt(instant: number, zone: string): string {
  const date = localTimeAt(Math.min(Math.max(instant, firstInstant), lastInstant), zone).slice(0, -9)
  if (date.length > lastDate.length) return lastDate
  return date < firstDate ? firstDate : date
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
  const { era, year = '', month, day, hour, minute, second } = parts
  // The year before the year 1 is 1 BC.
  return `${(era === 'BC' ? '0' : year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}`
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
    era: 'short',
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

/** Bisects, to the second, the span in which any zone on Earth has ever started a date: Manila was at UTC-16, Alaska at UTC+15. */
function searchStartOfDay(date: string, zone: string): number {
  const utcMidnight = Date.parse(`${date}T00:00:00Z`) / 1000
  let before = utcMidnight - 17 * 3600
  let after = utcMidnight + 17 * 3600
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

/** What is earlier or later has no year of four digits, by which instants are compared as text, and none in PostgreSQL. */
const firstInstant = Date.parse(`${firstDate}T00:00:00Z`)
const lastInstant = Date.parse(`${lastDate}T23:59:59Z`)

/**
 * `YYYY-MM-DDTHH:MM:SSZ`: the form of every instant we send, store and print. QBO keeps whole seconds. An instant before
 * the year 1 or after the year 9999 becomes the first or the last that there is.
 */
export function formatInstant(instant: number): string {
  const within = Math.min(Math.max(instant, firstInstant), lastInstant)
  return `${new Date(within).toISOString().slice(0, 19)}Z`
}

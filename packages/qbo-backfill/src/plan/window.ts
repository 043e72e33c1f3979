import { nextUnit, startOfUnit, type WindowSize } from './civil-date.js'
import { civilDatesOf, type Range } from './range.js'
import { civilDateAt, formatInstant, startOfDay } from './time-zone.js'

/** A half-open span that records are attributed to: `[start, end)` in UTC, `[firstDate, endDate)` in the run's zone. */
export interface Window {
  readonly start: string
  readonly end: string
  readonly firstDate: string
  readonly endDate: string
}

/** Windows over the civil dates of the range: what transactions, dated by day, are attributed to. */
export function transactionWindows(range: Range, size: WindowSize): readonly Window[] {
  const { first, end } = civilDatesOf(range)
  const bounds = [first, ...unitStarts(first, end, size), end].map((date) => ({
    date,
    instant: formatInstant(startOfDay(date, range.timeZone)),
  }))
  return pairs(bounds).map(([from, to]) => ({
    start: from.instant,
    end: to.instant,
    firstDate: from.date,
    endDate: to.date,
  }))
}

/** Windows over the instants of the range: what records with a time of their own are attributed to. */
export function instantWindows(range: Range, size: WindowSize): readonly Window[] {
  const from = Date.parse(range.from)
  const to = Date.parse(range.to)
  if (from >= to) return []
  const first = civilDateAt(from, range.timeZone)
  const last = civilDateAt(to - 1000, range.timeZone)
  const inner = unitStarts(first, nextUnit(last, 'day'), size)
    .map((date) => startOfDay(date, range.timeZone))
    .filter((instant) => instant > from && instant < to)
  return pairs([from, ...inner, to]).map(([start, end]) => ({
    start: formatInstant(start),
    end: formatInstant(end),
    firstDate: civilDateAt(start, range.timeZone),
    endDate: civilDateAt(end, range.timeZone),
  }))
}

/** The whole calendar unit that holds the date: where a transaction belongs that no run's range holds. */
export function calendarWindow(
  date: string,
  size: Exclude<WindowSize, 'range'>,
  timeZone: string,
): Pick<Window, 'start' | 'end'> {
  const first = startOfUnit(date, size)
  return {
    start: formatInstant(startOfDay(first, timeZone)),
    end: formatInstant(startOfDay(nextUnit(first, size), timeZone)),
  }
}

/** The index of the window that holds the civil date, or -1. */
export function windowOfDate(windows: readonly Window[], date: string): number {
  return find(windows, (window) => (date < window.firstDate ? -1 : date >= window.endDate ? 1 : 0))
}

/** The index of the window that holds the instant (`YYYY-MM-DDTHH:MM:SSZ`, so that text order is time order), or -1. */
export function windowOfInstant(windows: readonly Window[], instant: string): number {
  return find(windows, (window) => (instant < window.start ? -1 : instant >= window.end ? 1 : 0))
}

/** The starts of the calendar units that begin strictly inside `(first, end)`. */
function unitStarts(first: string, end: string, size: WindowSize): string[] {
  if (size === 'range') return []
  const starts: string[] = []
  for (let date = nextUnit(startOfUnit(first, size), size); date < end; date = nextUnit(date, size))
    starts.push(date)
  return starts
}

function pairs<T>(values: readonly T[]): [T, T][] {
  return values.slice(1).map((value, index) => [values[index] as T, value])
}

function find(windows: readonly Window[], side: (window: Window) => -1 | 0 | 1): number {
  let low = 0
  let high = windows.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const where = side(windows[middle] as Window)
    if (where === 0) return middle
    if (where < 0) high = middle - 1
    else low = middle + 1
  }
  return -1
}

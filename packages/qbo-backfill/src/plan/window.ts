import type { EntityDefinition } from 'qbo-client'
import { daysBetween, nextUnit, startOfUnit, type WindowSize } from './civil-date.js'
import { civilDatesOf, type Range } from './range.js'
import { civilDateAt, formatInstant, startOfDay } from './time-zone.js'

/** A half-open span that records are attributed to: `[start, end)` in UTC, `[firstDate, endDate)` in the run's zone. */
export interface Window {
  readonly start: string
  readonly end: string
  readonly firstDate: string
  readonly endDate: string
}

/** The windows of an entity: of a day for transactions and the whole range for the others, unless a size is asked for. */
export function windowsOf(
  entity: EntityDefinition,
  range: Range,
  size: WindowSize | undefined,
): readonly Window[] {
  switch (entity.strategy) {
    case 'transaction':
      return transactionWindows(range, size ?? 'day')
    case 'list':
      return instantWindows(range, size ?? 'range')
    case 'full':
    case 'singleton':
      return instantWindows(range, 'range')
  }
}

/** Windows over the civil dates of the range: what transactions, dated by day, are attributed to. */
export function transactionWindows(range: Range, size: WindowSize): readonly Window[] {
  const { first, end } = civilDatesOf(range)
  const startOf = (date: string): number => startOfDay(date, range.timeZone)
  const endInstant = startOf(end)
  const inner = unitStarts(first, end, size).map((date) => ({ date, instant: startOf(date) }))
  // A date that the zone has skipped begins when the next one does: what is dated so belongs to the next one's window.
  const bounds = [{ date: first, instant: startOf(first) }, ...inner].filter(
    ({ instant }, index, all) => instant !== all[index - 1]?.instant,
  )
  const kept = bounds.filter(({ instant }, index) => index === 0 || instant < endInstant)
  return pairs([...kept, { date: end, instant: endInstant }]).map(([from, to]) => ({
    start: formatInstant(from.instant),
    end: formatInstant(to.instant),
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
  const inner = unitStarts(first, civilDateAt(to - 1000, range.timeZone), size)
    .map((date) => startOfDay(date, range.timeZone))
    .filter((instant) => instant > from && instant < to)
  return pairs([from, ...new Set(inner), to]).map(([start, end]) => ({
    start: formatInstant(start),
    end: formatInstant(end),
    firstDate: civilDateAt(start, range.timeZone),
    endDate: civilDateAt(end, range.timeZone),
  }))
}

const usualDays = {
  day: 1,
  week: 7,
  month: 30.44,
  quarter: 91.31,
  year: 365.24,
  range: Number.POSITIVE_INFINITY,
}

/** About how many windows of the size a range has, without laying them. */
export function estimateWindows(range: Range, size: WindowSize): number {
  const { first, end } = civilDatesOf(range)
  return Math.ceil(daysBetween(first, end) / usualDays[size])
}

/**
 * Where a transaction belongs that no run's range holds: to the whole calendar unit of its date, of the size that the run's
 * windows have. A range is no calendar unit; a day is what transactions are dated by.
 */
export function windowBeyond(
  date: string,
  { windowSize, timeZone }: { readonly windowSize: WindowSize | undefined; readonly timeZone: string },
): Pick<Window, 'start' | 'end'> {
  const isUnit = windowSize !== undefined && windowSize !== 'range'
  return calendarWindow(date, isUnit ? windowSize : 'day', timeZone)
}

/** The whole calendar unit that holds the date. */
export function calendarWindow(
  date: string,
  size: Exclude<WindowSize, 'range'>,
  timeZone: string,
): Pick<Window, 'start' | 'end'> {
  const first = startOfUnit(date, size)
  const start = startOfDay(first, timeZone)
  let next = nextUnit(first, size)
  // A day that the zone has skipped begins when the next one does, and shares its window.
  while (next !== undefined && startOfDay(next, timeZone) <= start) next = nextUnit(next, size)
  const end = next === undefined ? Number.POSITIVE_INFINITY : startOfDay(next, timeZone)
  return { start: formatInstant(start), end: formatInstant(end) }
}

/** The index of the window that holds the civil date, or -1. */
export function windowOfDate(windows: readonly Window[], date: string): number {
  return find(windows, (window) => (date < window.firstDate ? -1 : date >= window.endDate ? 1 : 0))
}

/** The index of the window that holds the instant (`YYYY-MM-DDTHH:MM:SSZ`, so that text order is time order), or -1. */
export function windowOfInstant(windows: readonly Window[], instant: string): number {
  return find(windows, (window) => (instant < window.start ? -1 : instant >= window.end ? 1 : 0))
}

/** The starts of the calendar units that begin after `first`, up to and including `last`. */
function unitStarts(first: string, last: string, size: WindowSize): string[] {
  if (size === 'range') return []
  const starts: string[] = []
  let date = nextUnit(startOfUnit(first, size), size)
  while (date !== undefined && date <= last) {
    starts.push(date)
    date = nextUnit(date, size)
  }
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

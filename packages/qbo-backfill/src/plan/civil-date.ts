/**
 * Arithmetic on civil dates, `YYYY-MM-DD` in the proleptic Gregorian calendar, with no time zone in it. They are compared
 * as text, which holds for years of four digits: the first date is in the year 1, since PostgreSQL has no year 0.
 */

export const firstDate = '0001-01-01'
export const lastDate = '9999-12-31'

/**
 * Size of the windows that rows are attributed to, aligned to the calendar in the zone; `range` is one window
 * for all.
 */
export type WindowSize = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'range'

export const windowSizes: readonly ['day', 'week', 'month', 'quarter', 'year', 'range'] = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'range',
]

const millisecondsPerDay = 86_400_000

export function addDays(date: string, days: number): string {
  return fromEpochDay(epochDay(date) + days)
}

export function daysBetween(from: string, to: string): number {
  return epochDay(to) - epochDay(from)
}

/** The first day of the unit that holds the date. Weeks are ISO weeks, which start on Monday. */
export function startOfUnit(date: string, unit: Exclude<WindowSize, 'range'>): string {
  const { year, month } = parts(date)
  switch (unit) {
    case 'day':
      return date
    case 'week':
      // Epoch day 0 was a Thursday, so Monday is at remainder 4.
      return addDays(date, -((((epochDay(date) - 4) % 7) + 7) % 7))
    case 'month':
      return format(year, month)
    case 'quarter':
      return format(year, month - ((month - 1) % 3))
    case 'year':
      return format(year, 1)
  }
}

/** The first day of the unit after the one that starts on `start`; undefined if it is later than the last date. */
export function nextUnit(start: string, unit: Exclude<WindowSize, 'range'>): string | undefined {
  const next = unitAfter(start, unit)
  // A year of five digits.
  return next.length > lastDate.length ? undefined : next
}

function unitAfter(start: string, unit: Exclude<WindowSize, 'range'>): string {
  const { year, month } = parts(start)
  switch (unit) {
    case 'day':
      return addDays(start, 1)
    case 'week':
      return addDays(start, 7)
    case 'month':
      return format(year, month + 1)
    case 'quarter':
      return format(year, month + 3)
    case 'year':
      return format(year + 1, 1)
  }
}

/** Whether the text is a date that exists: not 2023-02-29, not 2024-13-01, not 0000-01-01. */
export function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(text) || text < firstDate) return false
  const milliseconds = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().slice(0, 10) === text
}

function epochDay(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / millisecondsPerDay)
}

function fromEpochDay(day: number): string {
  // Years of five digits come with a sign.
  return new Date(day * millisecondsPerDay).toISOString().replace('T00:00:00.000Z', '')
}

function parts(date: string): { year: number; month: number } {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)) }
}

/** The first of the month; a month of 13 or more runs on into the next year. */
function format(year: number, month: number): string {
  const carried = year + Math.floor((month - 1) / 12)
  const within = ((month - 1) % 12) + 1
  return `${String(carried).padStart(4, '0')}-${String(within).padStart(2, '0')}-01`
}

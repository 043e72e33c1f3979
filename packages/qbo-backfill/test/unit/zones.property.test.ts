import fc from 'fast-check'
import { depth, search } from 'testkit/depth'
import { describe, expect, test } from 'vitest'
import { isBackfillError } from '../../src/errors.js'
import { resolveRange } from '../../src/options.js'
import { firstDate, isCivilDate, lastDate, type WindowSize } from '../../src/plan/civil-date.js'
import { civilDatesOf, parseRange, type Range } from '../../src/plan/range.js'
import { civilDateAt, formatInstant, startOfDay } from '../../src/plan/time-zone.js'
import {
  calendarWindow,
  instantWindows,
  transactionWindows,
  windowOfDate,
  type Window,
} from '../../src/plan/window.js'

/** Days that do not exist, that begin at one o'clock, that last 23, 25 or 47 hours, offsets of minutes, names of old. */
const oddestZones = ['Pacific/Apia', 'Pacific/Kwajalein', 'America/Havana', 'Australia/Lord_Howe', 'AET']
const oddZones = [
  ...oddestZones,
  'Pacific/Kiritimati',
  'America/St_Johns',
  'America/Scoresbysund',
  'Asia/Kathmandu',
  'Etc/GMT+12',
]

// Names that Node knows and PostgreSQL may not: nothing depends on what a database knows of zones.
const oldNames =
  'ACT AET AGT ART AST BET BST CAT CNT CST CTT EAT ECT EST HST IET IST JST MIT MST NET NST PLT PNT PRT PST SST VST ' +
  'Asia/Calcutta Europe/Kiev US/Samoa Asia/Katmandu GMT0 Zulu EST5EDT'

const known = [...new Set([...Intl.supportedValuesOf('timeZone'), ...oldNames.split(' ')])]

// All of them take ten minutes: `npm run test:deep` takes another hundred each time.
const zones = depth({
  quick: oddestZones,
  deep: [...new Set([...oddZones, ...fc.sample(fc.constantFrom(...known), 100)])],
})

const sizes: WindowSize[] = ['day', 'week', 'month', 'quarter', 'year', 'range']
const hour = 3_600_000

// What the oddest zones are here for lies in these.
const years = depth({
  quick: { from: '1992-11-01', to: '2012-11-01' },
  deep: { from: '1976-11-01', to: '2026-11-01' },
})

describe('the last fifty years', () => {
  test.each(zones)('every civil day that clocks in %s have shown has a window that is not empty', (zone) => {
    const range = parseRange(years.from, years.to, zone)
    const windows = transactionWindows(range, 'day')
    expect(tilesOf(windows, range)).toEqual(rightTiles)
    const shown = new Set<string>()
    for (let at = Date.parse(range.from); at < Date.parse(range.to); at += 12 * hour)
      shown.add(civilDateAt(at, zone))
    // But for one that a zone has skipped.
    const days = (Date.parse(years.to) - Date.parse(years.from)) / (24 * hour)
    expect(shown.size).toBeGreaterThan(days - 2)
    // A day of its own each; a date that was skipped shares the window of the day after it.
    const indexes = [...shown].map((date) => windowOfDate(windows, date))
    expect(indexes).toEqual(windows.map((_, index) => index))
  })

  test.each([
    ['Pacific/Apia', '2011-12-30', '2011-12-31'],
    ['Pacific/Kwajalein', '1993-08-21', '1993-08-22'],
  ])('what is dated by a day that %s has skipped belongs to the day after it', (zone, skipped, next) => {
    const windows = transactionWindows(parseRange('1990-01-01', '2020-01-01', zone), 'day')
    expect(windowOfDate(windows, skipped)).toBe(windowOfDate(windows, next))
    expect(calendarWindow(skipped, 'day', zone)).toEqual(calendarWindow(next, 'day', zone))
    // As an end it is the day after it, and nothing is between them.
    expect(civilDatesOf(parseRange('1990-01-01', skipped, zone)).end).toBe(next)
  })
})

describe('all years of four digits', () => {
  const days = 3_652_058
  const date = fc
    .oneof(
      fc.integer({ min: 0, max: days }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: days - 40, max: days }),
    )
    .map((day) => new Date(Date.parse(`${firstDate}T00:00:00Z`) + day * 24 * hour).toISOString().slice(0, 10))
  const bound = fc.tuple(
    date,
    fc.constantFrom('', 'T00:00:00Z', 'T23:59:59Z', 'T12:30:00-08:00', 'T03:00:00+14:00'),
  )
  const zone = fc.constantFrom(...oddZones, 'UTC', 'America/Guayaquil')

  test('a range is planned, or refused as what is wrong with it; whatever the window, it ends', () => {
    fc.assert(
      fc.property(bound, bound, zone, fc.constantFrom(...sizes), (one, other, timeZone, size) => {
        const range = rangeOf(one.join(''), other.join(''), timeZone)
        // Windows of days and weeks of so many years are refused where they are asked for, since they take minutes.
        const years = range === undefined ? 0 : Number(range.to.slice(0, 4)) - Number(range.from.slice(0, 4))
        if (range === undefined || (years > 20 && size !== 'range' && size !== 'year')) return
        for (const windows of [transactionWindows(range, size), instantWindows(range, size)])
          expect(tilesOf(windows, range)).toEqual(rightTiles)
      }),
      search({ quick: 10, deep: 120 }),
    )
  })

  test('every date that exists has a calendar window that is not empty and holds it', () => {
    const unit = fc.constantFrom(...sizes.filter((size) => size !== 'range'))
    fc.assert(
      fc.property(date, zone, unit, (day, timeZone, size) => {
        const window = calendarWindow(day, size, timeZone)
        expect(window.start < window.end).toBe(true)
        const start = formatInstant(startOfDay(day, timeZone))
        expect([window.start <= start, start < window.end]).toEqual([true, true])
        expect(isCivilDate(civilDateAt(Date.parse(window.end), timeZone))).toBe(true)
      }),
      search({ quick: 100, deep: 3000 }),
    )
  })

  test.each([
    ['0001-01-01', lastDate, 'UTC'],
    ['2024-01-01', lastDate, 'Pacific/Kiritimati'],
    ['2024-01-01T00:00:00Z', '9999-12-31T08:00:00Z', 'America/Los_Angeles'],
  ])('a range from %s to %s in %s is one', (from, to, timeZone) => {
    expect(transactionWindows(parseRange(from, to, timeZone), 'year').at(-1)?.endDate).toBe(lastDate)
  })

  test.each([
    ['2024-01-01', '9999-12-31T00:00:01Z', 'UTC'],
    ['2024-01-01', '9999-12-31T23:59:59.999Z', 'UTC'],
    ['2024-01-01', '9999-12-31T23:59:59-12:00', 'UTC'],
    ['2024-01-01', '9999-12-31T00:00:00Z', 'Pacific/Kiritimati'],
    ['0001-01-01', '2024-01-01', 'Asia/Manila'],
    ['0001-01-01T00:00:00+01:00', '2024-01-01', 'UTC'],
  ])('a range from %s to %s in %s reaches past the dates that there are', (from, to, timeZone) => {
    expect(() => parseRange(from, to, timeZone)).toThrow(/between 0001-01-01 and 9999-12-31/u)
  })

  test.each([
    ['invoices', undefined, /2913173 windows of a day/u],
    ['invoices', 'month', /windows of a month; 50000 are the most/u],
  ] as const)('an end that means no end is refused where %s come by %s', (entities, window, message) => {
    const given = { entities: [entities], from: '2024-01-01', to: lastDate }
    expect(() => resolveRange({ ...given, window })).toThrow(message)
    expect(resolveRange({ ...given, window: 'year' }).to).toBe(`${lastDate}T00:00:00Z`)
    expect(resolveRange({ ...given, entities: ['customers'] }).to).toBe(`${lastDate}T00:00:00Z`)
  })

  test('an instant of another year becomes the first or the last that there is', () => {
    expect(formatInstant(Date.parse('+012024-01-01T00:00:00Z'))).toBe('9999-12-31T23:59:59Z')
    expect(formatInstant(Date.parse('-000001-01-01T00:00:00Z'))).toBe('0001-01-01T00:00:00Z')
    expect(civilDateAt(Date.parse('+012024-01-01T00:00:00Z'), 'Asia/Tokyo')).toBe(lastDate)
    expect(civilDateAt(Date.parse('0000-06-01T00:00:00Z'), 'America/Lima')).toBe(firstDate)
    expect(isCivilDate('0000-06-01')).toBe(false)
    const last = { from: '9999-12-31T00:00:00Z', to: '9999-12-31T12:00:00Z', timeZone: 'UTC' }
    expect(civilDatesOf(last).end).toBe(lastDate)
  })
})

function rangeOf(one: string, other: string, timeZone: string): Range | undefined {
  try {
    return parseRange(one, other, timeZone)
  } catch (error) {
    if (isBackfillError(error) && error.code === 'BACKFILL_INVALID_OPTIONS') return undefined
    throw error
  }
}

const rightTiles = { empty: [], apart: [], holdsFrom: true, holdsTo: true }

/** What is wrong with windows that should lie side by side over the range. */
function tilesOf(windows: readonly Window[], range: Range): object {
  const [first, last] = [windows[0], windows.at(-1)]
  return {
    empty: windows.filter((one) => one.start >= one.end || one.firstDate > one.endDate),
    apart: windows.filter((one, index) => {
      const before = windows[index - 1] ?? { end: one.start, endDate: one.firstDate }
      return one.start !== before.end || one.firstDate !== before.endDate
    }),
    holdsFrom: first !== undefined && first.start <= range.from,
    holdsTo: last !== undefined && last.end >= range.to,
  }
}

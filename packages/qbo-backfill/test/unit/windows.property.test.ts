import fc from 'fast-check'
import { search } from 'testkit/depth'
import { describe, expect, test } from 'vitest'
import { addDays, isCivilDate, type WindowSize } from '../../src/plan/civil-date.js'
import { civilDatesOf, parseRange } from '../../src/plan/range.js'
import { civilDateAt, startOfDay } from '../../src/plan/time-zone.js'
import { instantWindows, transactionWindows, windowOfDate, windowOfInstant } from '../../src/plan/window.js'

const zones = [
  'UTC',
  'America/Guayaquil',
  'America/New_York',
  'America/Los_Angeles',
  'America/Santiago',
  'America/Havana',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
]
const sizes: WindowSize[] = ['day', 'week', 'month', 'quarter', 'year', 'range']

const zone = fc.constantFrom(...zones)
const size = fc.constantFrom(...sizes)
const first = Date.parse('2014-12-28T00:00:00Z') / 1000
const last = Date.parse('2027-01-03T00:00:00Z') / 1000
const range = fc
  .tuple(fc.integer({ min: first, max: last }), fc.integer({ min: 1, max: 800 * 86_400 }), zone)
  .map(([from, length, timeZone]) => parseRange(iso(from), iso(from + length), timeZone))

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}

describe('windows', () => {
  test('windows of instants tile the range with no gap and no overlap', () => {
    fc.assert(
      fc.property(range, size, (given, window) => {
        const windows = instantWindows(given, window)
        expect(windows[0]?.start).toBe(given.from)
        expect(windows.at(-1)?.end).toBe(given.to)
        for (const [index, one] of windows.entries()) {
          expect(one.start < one.end).toBe(true)
          expect(one.start).toBe(windows[index - 1]?.end ?? given.from)
        }
      }),
      search({ quick: 50, deep: 300 }),
    )
  })

  test('windows of transactions tile whole days that cover the range', () => {
    fc.assert(
      fc.property(range, size, (given, window) => {
        const windows = transactionWindows(given, window)
        const dates = civilDatesOf(given)
        expect(windows[0]?.firstDate).toBe(dates.first)
        expect(windows.at(-1)?.endDate).toBe(dates.end)
        expect((windows[0]?.start ?? '') <= given.from).toBe(true)
        expect((windows.at(-1)?.end ?? '') >= given.to).toBe(true)
        for (const [index, one] of windows.entries()) {
          expect(one.firstDate < one.endDate).toBe(true)
          if (index === 0) continue
          expect(one.firstDate).toBe(windows[index - 1]?.endDate)
          expect(one.start).toBe(windows[index - 1]?.end)
        }
      }),
      search({ quick: 50, deep: 300 }),
    )
  })

  test('every date and every instant of the range has exactly one window', () => {
    fc.assert(
      fc.property(
        range,
        size,
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (given, window, at) => {
          const from = Date.parse(given.from)
          const seconds = Math.floor(((Date.parse(given.to) - from) / 1000) * at)
          const instant = `${iso(from / 1000 + seconds).slice(0, 19)}Z`
          const instants = instantWindows(given, window)
          expect(instants.filter((one) => one.start <= instant && instant < one.end)).toHaveLength(1)
          expect(windowOfInstant(instants, instant)).toBe(
            instants.findIndex((one) => one.start <= instant && instant < one.end),
          )
          const date = civilDateAt(Date.parse(instant), given.timeZone)
          const days = transactionWindows(given, window)
          expect(days.filter((one) => one.firstDate <= date && date < one.endDate)).toHaveLength(1)
          expect(windowOfDate(days, date)).toBe(
            days.findIndex((one) => one.firstDate <= date && date < one.endDate),
          )
        },
      ),
      search({ quick: 50, deep: 300 }),
    )
  })

  test('what is outside the range has no window', () => {
    const windows = transactionWindows(parseRange('2024-01-01', '2024-02-01', 'UTC'), 'day')
    expect(windowOfDate(windows, '2023-12-31')).toBe(-1)
    expect(windowOfDate(windows, '2024-02-01')).toBe(-1)
    expect(windowOfInstant(windows, '2024-02-01T00:00:00Z')).toBe(-1)
    expect(windowOfInstant(windows, '2023-12-31T23:59:59Z')).toBe(-1)
  })

  test('three years of days with a leap year are 1,096 windows', () => {
    expect(transactionWindows(parseRange('2022-01-01', '2025-01-01', 'UTC'), 'day')).toHaveLength(1096)
  })

  test('weeks start on Monday and months on the first', () => {
    const range2024 = parseRange('2024-01-03', '2024-03-10', 'UTC')
    expect(
      transactionWindows(range2024, 'week')
        .slice(0, 2)
        .map((one) => one.firstDate),
    ).toEqual(['2024-01-03', '2024-01-08'])
    expect(transactionWindows(range2024, 'month').map((one) => one.firstDate)).toEqual([
      '2024-01-03',
      '2024-02-01',
      '2024-03-01',
    ])
  })
})

describe('start of day', () => {
  test('is the first instant at which the zone shows the date', () => {
    const date = fc.integer({ min: 0, max: 6000 }).map((days) => addDays('2012-01-01', days))
    fc.assert(
      fc.property(date, zone, (day, timeZone) => {
        const start = startOfDay(day, timeZone)
        expect(civilDateAt(start, timeZone)).toBe(day)
        expect(civilDateAt(start - 1000, timeZone) < day).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  test('is one o’clock where daylight saving starts at midnight', () => {
    expect(new Date(startOfDay('2018-11-04', 'America/Sao_Paulo')).toISOString()).toBe(
      '2018-11-04T03:00:00.000Z',
    )
  })

  test('is five hours after UTC in Guayaquil', () => {
    expect(new Date(startOfDay('2024-01-14', 'America/Guayaquil')).toISOString()).toBe(
      '2024-01-14T05:00:00.000Z',
    )
  })
})

test('a civil date exists or it does not', () => {
  expect(isCivilDate('2024-02-29')).toBe(true)
  expect(
    ['2023-02-29', '2024-02-30', '2024-13-01', '2024-00-10', '2024-1-1', '24-01-01'].filter(isCivilDate),
  ).toEqual([])
})

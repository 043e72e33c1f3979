import fc from 'fast-check'
import { entities } from 'qbo-client'
import { expect, test } from 'vitest'
import { addDays, daysBetween } from '../../src/plan/civil-date.js'
import { sumDifference } from '../../src/report/facts/witness-csv.js'
import { cutDays } from '../../src/witness/cut-days.js'
import { daysToAsk } from '../../src/witness/loaded-days.js'
import { hasChangedSince } from '../../src/witness/settled-by-report.js'
import { witnessedTypes } from '../../src/witness/witnessed-types.js'

const settledBefore = '2024-06-01T12:00:00Z'

test.each([
  ['2024-06-01T05:00:00-07:00', true],
  ['2024-06-01T04:59:59-07:00', false],
  ['2024-06-01T12:00:00Z', true],
  ['2024-06-01T11:59:59Z', false],
  // Without an offset it may have been fourteen hours earlier than in UTC.
  ['2024-06-01T23:00:00', false],
  ['2024-06-02T02:00:00', true],
  ['2024-06-01', false],
  ['2024-06-03', true],
  ['06/03/2024', false],
  ['', false],
  [undefined, false],
])('a transaction of which the report says %j has certainly changed since: %s', (text, changed) => {
  expect(hasChangedSince(text, settledBefore)).toBe(changed)
})

const part = fc.record({ days: fc.integer({ min: 1, max: 40 }), rows: fc.integer({ min: 0, max: 300 }) })

test('days are cut without a gap, and no report has to carry more than it can unless a day does', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 30 }), (lengths) => {
      let from = '2024-01-01'
      const parts = lengths.map(({ days, rows }) => {
        const to = addDays(from, days)
        const counted = { from, to, rows }
        from = to
        return counted
      })
      const spans = cutDays(parts, 100)
      expect([spans[0]?.from, spans.at(-1)?.to]).toEqual(['2024-01-01', from])
      for (const [index, span] of spans.entries()) {
        expect(daysBetween(span.from, span.to)).toBeGreaterThan(0)
        expect(span.from).toBe(index === 0 ? '2024-01-01' : spans[index - 1]?.to)
      }
      const rows = parts.reduce((sum, each) => sum + each.rows, 0)
      // Two spans side by side hold more than one report can, or they would be one.
      expect(spans.length).toBeLessThanOrEqual(2 * Math.ceil(rows / 100) + parts.length)
    }),
  )
})

test('a company of half a million rows takes eight reports', () => {
  const parts = Array.from({ length: 1096 }, (_, day) => ({
    from: addDays('2022-01-01', day),
    to: addDays('2022-01-01', day + 1),
    rows: 457,
  }))
  expect(cutDays(parts)).toHaveLength(8)
  expect(cutDays([{ from: '2022-01-01', to: '2025-01-01', rows: 500_000 }])).toHaveLength(8)
})

test('a sweep asks for all days that are loaded or hold a row', () => {
  const loaded = [{ from: '2024-01-01', to: '2024-02-01' }]
  expect(daysToAsk(loaded, [])).toEqual([{ from: '2024-01-01', to: '2024-02-01', rows: 0 }])
  expect(
    daysToAsk(loaded, [
      { bucket: '', live: 9 },
      { bucket: '2024-03-05', live: 2 },
      { bucket: '2023-12-31', live: 1 },
      { bucket: 'no date', live: 1 },
    ]),
  ).toEqual([
    { from: '2023-12-31', to: '2024-03-05', rows: 1 },
    { from: '2024-03-05', to: '2024-03-06', rows: 2 },
  ])
  expect(daysToAsk([], [])).toEqual([])
})

const month = { entity: 'Invoice', type: 'Invoice', month: '2024-01-01', reported: 1, stored: 1 }

test.each([
  ['1.10', '1.1', '0.00'],
  ['123456789012345678.01', '0.02', '123456789012345677.99'],
  ['0.5', '1', '-0.5'],
  ['7', '7', '0'],
  [null, '1', undefined],
] as const)('%s less %s is %s', (reportedSum, storedSum, difference) => {
  expect(sumDifference({ ...month, reportedSum, storedSum })).toBe(difference)
})

test('a month that only one side has differs by all of it', () => {
  const absent = { ...month, stored: 0, storedSum: null }
  expect(sumDifference({ ...absent, reportedSum: '5.00' })).toBe('5.00')
})

test('what is witnessed are transactions only, each type by one entity', () => {
  const types = entities.flatMap(({ name }) => witnessedTypes(name)?.types ?? [])
  expect(new Set(types).size).toBe(types.length)
  const others = entities.filter(({ strategy }) => strategy !== 'transaction')
  expect(others.filter(({ name }) => witnessedTypes(name) !== undefined)).toEqual([])
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCivilDate } from '../src/time/civil-date.js'
import { parseInstant } from '../src/time/instant.js'
import { formatPacific, formatPacificMs, pacificWallToEpochMs } from '../src/time/pacific.js'

describe('Pacific time', () => {
  test.each([
    ['2024-03-10T09:59:59Z', '2024-03-10T01:59:59-08:00'],
    ['2024-03-10T10:00:00Z', '2024-03-10T03:00:00-07:00'],
    ['2024-11-03T08:59:59Z', '2024-11-03T01:59:59-07:00'],
    ['2024-11-03T09:00:00Z', '2024-11-03T01:00:00-08:00'],
    ['2024-12-31T23:59:59Z', '2024-12-31T15:59:59-08:00'],
    ['2025-01-01T00:00:00Z', '2024-12-31T16:00:00-08:00'],
  ])('%s is shown as %s', (utc, pacific) => {
    expect(formatPacific(Date.parse(utc))).toBe(pacific)
  })

  test('the envelope shows milliseconds', () => {
    expect(formatPacificMs(Date.parse('2024-07-01T00:00:00.042Z'))).toBe('2024-06-30T17:00:00.042-07:00')
  })

  test('what is shown is read back as the same second, and agrees with the zone data of the runtime', () => {
    const zone = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'America/Los_Angeles',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    fc.assert(
      fc.property(fc.integer({ min: 1_000_000_000, max: 2_200_000_000 }), (second) => {
        const shown = formatPacific(second * 1000)
        expect(parseInstant(shown)).toBe(second * 1000)
        expect(shown.slice(0, 19)).toBe(zone.format(second * 1000).replace(' ', 'T'))
      }),
    )
  })

  test('a wall time that clocks skip or show twice still has an instant', () => {
    expect(pacificWallToEpochMs(Date.parse('2024-11-03T01:30:00Z'))).toBe(
      Date.parse('2024-11-03T01:30:00-07:00'),
    )
    expect(pacificWallToEpochMs(Date.parse('2024-03-10T02:30:00Z'))).toBe(
      Date.parse('2024-03-10T02:30:00-08:00'),
    )
  })
})

describe('an instant', () => {
  test.each([
    ['2024-07-01T12:00:00Z', '2024-07-01T12:00:00Z'],
    ['2024-07-01T12:00:00-0700', '2024-07-01T19:00:00Z'],
    ['2024-07-01T12:00:00-07:00', '2024-07-01T19:00:00Z'],
    ['2024-07-01T12:00:00.250+05:30', '2024-07-01T06:30:00.250Z'],
    ['2024-07-01T12:00:00', '2024-07-01T19:00:00Z'],
    ['2024-01-01T12:00:00', '2024-01-01T20:00:00Z'],
    ['2024-07-01', '2024-07-01T07:00:00Z'],
  ])('%s is %s', (text, utc) => {
    expect(parseInstant(text)).toBe(Date.parse(utc))
  })

  test.each([
    '',
    'x',
    '2024-02-30',
    '2024-13-01T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:00:00 00:00',
  ])('%j is none', (text) => {
    expect(parseInstant(text)).toBeUndefined()
  })
})

test('a civil date exists in the calendar or is none', () => {
  expect(parseCivilDate('2024-02-29')).toBe(20_240_229)
  expect(parseCivilDate('2023-02-29')).toBeUndefined()
  expect(parseCivilDate('1900-02-29')).toBeUndefined()
  expect(parseCivilDate('2024-04-31')).toBeUndefined()
})

import { describe, expect, test } from 'vitest'
import { civilDatesOf, parseRange, readRange } from '../../src/plan/range.js'
import { wrongInstant } from '../../src/trigger/trigger-time.js'

describe('a range', () => {
  test('takes instants with any offset', () => {
    expect(parseRange('2024-01-01T00:00:00-05:00', '2024-01-02T00:00:00+0530', 'UTC')).toMatchObject({
      from: '2024-01-01T05:00:00Z',
      to: '2024-01-01T18:30:00Z',
    })
  })

  test('takes the form that JavaScript prints', () => {
    expect(parseRange('2024-01-01T00:00:00.000Z', '2024-01-02T00:00:00.000Z', 'UTC').from).toBe(
      '2024-01-01T00:00:00Z',
    )
  })

  test('holds the same records when it is cut between two seconds', () => {
    expect(parseRange('2024-01-01T00:00:00.123Z', '2024-01-01T23:59:59.999Z', 'UTC')).toEqual({
      from: '2024-01-01T00:00:01Z',
      to: '2024-01-02T00:00:00Z',
      timeZone: 'UTC',
    })
  })

  test('takes a bare date as midnight in the zone', () => {
    expect(parseRange('2024-01-01', '2024-02-01', 'America/Guayaquil')).toMatchObject({
      from: '2024-01-01T05:00:00Z',
      to: '2024-02-01T05:00:00Z',
    })
  })

  test('leaves it to a schema to say what is no text', () => {
    expect(readRange({ from: 5, to: null, timeZone: 7 })).toEqual([])
    expect(wrongInstant(5)).toEqual([])
    expect(wrongInstant('soon')).toHaveLength(1)
  })

  test('rounds days that it cuts outward, and says so', () => {
    const cut = parseRange('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'America/Guayaquil')
    expect(civilDatesOf(cut)).toEqual({ first: '2023-12-31', end: '2025-01-01', rounded: true })
    const whole = parseRange('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z', 'UTC')
    expect(civilDatesOf(whole)).toEqual({ first: '2024-01-01', end: '2025-01-01', rounded: false })
  })

  test.for([
    ['a zone that does not exist', '2024-01-01', '2024-02-01', 'America/Quito_', /time zone/u],
    ['from after to', '2024-02-01', '2024-01-01', 'UTC', /ends before it starts/u],
    ['from equal to to', '2024-01-01', '2024-01-01T00:00:00Z', 'UTC', /empty/u],
    ['a date that does not exist', '2024-02-30', '2024-03-01', 'UTC', /does not exist/u],
    ['a time that does not exist', '2024-02-01T25:00:00Z', '2024-03-01', 'UTC', /does not exist/u],
    ['a time without an offset', '2024-02-01T00:00:00', '2024-03-01', 'UTC', /no offset/u],
    ['something that is no date', 'yesterday', '2024-03-01', 'UTC', /not a date/u],
    ['an offset that does not exist', '2024-02-01T00:00:00+99:00', '2024-03-01', 'UTC', /offset/u],
  ] as const)('refuses %s', ([, from, to, zone, message]) => {
    expect(() => parseRange(from, to, zone)).toThrow(message)
  })
})

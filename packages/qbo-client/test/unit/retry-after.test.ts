import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readRetryAfter } from '../../src/http/retry-after.js'

const now = Date.parse('1994-11-06T08:49:00Z')
const month = 31 * 86_400_000
const read = (value: string) => readRetryAfter(new Headers({ 'retry-after': value }), now)

describe('Retry-After', () => {
  test.each<[string, number | undefined]>([
    ['30', 30_000],
    [' 2 ', 2000],
    ['0', 0],
    ['0.5', 500],
    ['3600', 3_600_000],
    ['2147484', 2_147_484_000],
    ['99999999999', month],
    ['9'.repeat(400), month],
    // The three forms of RFC 9110, 5.6.7.
    ['Sun, 06 Nov 1994 08:49:37 GMT', 37_000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 37_000],
    ['Sun Nov  6 08:49:37 1994', 37_000],
    ['Wed, 21 Oct 2015 07:28:00 GMT', month],
    ['Sun, 06 Nov 1994 08:48:00 GMT', 0],
    ['-5', undefined],
    ['+5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['5 minutes', undefined],
    ['Infinity', undefined],
    ['1994-11-06T08:49:37Z', undefined],
    ['Sunday', undefined],
    ['Sun 5', undefined],
    ['Sun, 99 Nov 1994 08:49:37 GMT', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('%j is %s', (value, ms) => {
    expect(read(value)).toBe(ms)
  })

  test('that is absent is none', () => {
    expect(readRetryAfter(new Headers(), now)).toBeUndefined()
  })

  test('of whatever a server writes is a whole number from 0 to 31 days, or none', () => {
    const value = fc.oneof(
      fc.double().map(String),
      fc.bigInt().map(String),
      fc.nat().map((seconds) => `${seconds}`),
      fc.date().map((date) => date.toUTCString()),
      fc.string({ unit: fc.constantFrom(...Array.from('0123456789.-+eE,: SunGMTov')) }),
    )
    fc.assert(
      fc.property(value, (text) => {
        const ms = read(text)
        if (ms === undefined) return
        expect(Number.isSafeInteger(ms)).toBe(true)
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual(month)
        expect(() => new Date(Date.now() + ms).toISOString()).not.toThrow()
      }),
      { numRuns: 1000 },
    )
  })

  test('in seconds is exact, up to 31 days', () => {
    fc.assert(
      fc.property(fc.nat({ max: month / 1000 }), (seconds) => {
        expect(read(`${seconds}`)).toBe(seconds * 1000)
      }),
    )
  })

  test('as a date is as far away as the date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -86_400, max: month / 1000 }), (seconds) => {
        expect(read(new Date(now + seconds * 1000).toUTCString())).toBe(Math.max(0, seconds * 1000))
      }),
    )
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStartTimes } from '../../src/http/sliding-window.js'

const windows = [
  { limit: 3, spanMs: 100 },
  { limit: 5, spanMs: 1000 },
]

test('no span of any window ever holds more starts than its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 60 }), (gaps) => {
      const times = createStartTimes()
      let now = 0
      const starts = gaps.map((gap) => {
        now += gap
        now = Math.max(now, times.next(windows))
        times.record(now)
        return now
      })
      for (const { limit, spanMs } of windows) {
        const spans = starts.slice(limit).map((start, index) => start - (starts[index] ?? 0))
        expect(spans.filter((span) => span < spanMs)).toEqual([])
      }
    }),
  )
})

test('the next start is allowed no later than the windows need', () => {
  const times = createStartTimes()
  expect(times.next(windows)).toBe(-Infinity)
  for (const start of [0, 10, 20]) times.record(start)
  expect(times.next(windows)).toBe(100)
})

test('without a window nothing waits', () => {
  const times = createStartTimes()
  for (const start of [5, 5, 5, 9]) {
    expect(times.next([])).toBe(-Infinity)
    times.record(start)
  }
})

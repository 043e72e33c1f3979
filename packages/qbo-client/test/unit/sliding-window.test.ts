import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStartTimes } from '../../src/http/sliding-window.js'

const windows = [
  { limit: 3, spanMs: 100 },
  { limit: 5, spanMs: 1000 },
]

test('no span of any window ever holds more starts than its limit, and none starts before it is asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 400 }), { minLength: 1, maxLength: 60 }), (gaps) => {
      const times = createStartTimes()
      let now = 0
      const starts = gaps.map((gap) => {
        now += gap
        const start = times.reserve(now, windows)
        expect(start).toBeGreaterThanOrEqual(now)
        return start
      })
      for (const { limit, spanMs } of windows) {
        const spans = starts.slice(limit).map((start, index) => start - (starts[index] ?? 0))
        expect(spans.filter((span) => span < spanMs)).toEqual([])
      }
    }),
  )
})

test('without a window nothing waits', () => {
  const times = createStartTimes()
  expect([5, 5, 5, 9].map((now) => times.reserve(now, []))).toEqual([5, 5, 5, 9])
})

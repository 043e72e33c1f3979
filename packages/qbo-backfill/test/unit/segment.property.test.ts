import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutWindows, segmentCount } from '../../src/plan/segment.js'

test('segments cover the windows once, in order', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 0, max: 2_000_000 }),
      (windows, rows) => {
        const parts = cutWindows(windows, segmentCount(rows, windows))
        expect(parts[0]?.firstWindow).toBe(0)
        expect(parts.at(-1)?.endWindow).toBe(windows)
        for (const [index, part] of parts.entries()) {
          expect(part.firstWindow).toBeLessThan(part.endWindow)
          expect(part.firstWindow).toBe(parts[index - 1]?.endWindow ?? 0)
        }
      },
    ),
  )
})

test('the calls of a plan stay within 1.05 a thousand rows and fifteen more, whatever the windows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20_000, max: 3_000_000 }),
      fc.integer({ min: 1, max: 4000 }),
      (rows, windows) => {
        const segments = segmentCount(rows, windows)
        // Each page repeats the record at its boundary, and each segment ends in a page that is not full.
        const pages = Math.ceil(rows / 999) + segments
        const counts = 2 + (segments > 1 ? segments : 0)
        const proof = 3
        expect(counts + pages + proof).toBeLessThanOrEqual(1.05 * Math.ceil(rows / 1000) + 15)
      },
    ),
  )
})

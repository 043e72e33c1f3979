import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cutWindows,
  levelCuts,
  mostCountings,
  segmentCount,
  type CountedSpan,
} from '../../src/plan/segment.js'

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

/** Parts of a few windows each and what they hold. */
const countedParts = fc
  .array(
    fc.record({ windows: fc.integer({ min: 1, max: 400 }), rows: fc.oneof(fc.constant(0), fc.nat(200_000)) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts): readonly CountedSpan[] => {
    let endWindow = 0
    return parts.map(({ windows, rows }) => {
      const firstWindow = endWindow
      endWindow += windows
      return { firstWindow, endWindow, plannedCount: rows }
    })
  })

test('cuts that are levelled cover the windows once, in order, in as many parts', () => {
  fc.assert(
    fc.property(countedParts, (parts) => {
      const level = levelCuts(parts) ?? parts
      expect(level).toHaveLength(parts.length)
      expect(level[0]?.firstWindow).toBe(0)
      expect(level.at(-1)?.endWindow).toBe(parts.at(-1)?.endWindow)
      for (const [index, part] of level.entries()) {
        expect(part.firstWindow).toBeLessThan(part.endWindow)
        expect(part.firstWindow).toBe(level[index - 1]?.endWindow ?? 0)
      }
    }),
  )
})

test('no levelled part holds more than its share and a window, where rows lie evenly between the cuts', () => {
  fc.assert(
    fc.property(countedParts, (parts) => {
      const inWindow = parts.flatMap(({ firstWindow, endWindow, plannedCount }) =>
        Array.from({ length: endWindow - firstWindow }, () => plannedCount / (endWindow - firstWindow)),
      )
      const share = inWindow.reduce((sum, rows) => sum + rows, 0) / parts.length
      const fullest = Math.max(...inWindow)
      for (const { firstWindow, endWindow } of levelCuts(parts, 0) ?? parts) {
        const rows = inWindow.slice(firstWindow, endWindow).reduce((sum, each) => sum + each, 0)
        expect(rows).toBeLessThanOrEqual(share + fullest + 1e-6)
      }
    }),
  )
})

test('cuts stay while no part holds a page more than its share, and where they cannot move', () => {
  const parts = (windows: number, ...rows: readonly number[]): readonly CountedSpan[] =>
    rows.map((plannedCount, index) => ({
      firstWindow: index * windows,
      endWindow: (index + 1) * windows,
      plannedCount,
    }))
  expect(levelCuts(parts(30, 8000, 8000, 9332, 8000))).toBeUndefined()
  expect(levelCuts(parts(30, 8000, 8000, 9334, 8000))).toBeDefined()
  expect(levelCuts(parts(1, 8000, 8000, 9334, 8000))).toBeUndefined()
  expect(levelCuts(parts(2, 0, 20_000))).toEqual([
    { firstWindow: 0, endWindow: 3 },
    { firstWindow: 3, endWindow: 4 },
  ])
})

test('the calls of a plan stay within 1.05 a thousand rows and fifteen more, whatever the windows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_000_000 }),
      fc.integer({ min: 1, max: 4000 }),
      (rows, windows) => {
        const segments = segmentCount(rows, windows)
        // Each page repeats the record at its boundary, and each segment ends in a page that is not full: at worst there
        // is one row on it, which 998 rows more would fit on.
        const pages = Math.floor((rows + segments + segments * 998) / 999)
        // The whole, the range, and where that is cut each part but the last, again and again while they are uneven.
        const counts = 2 + mostCountings(rows, segments) * (segments - 1)
        const proof = 3
        expect(counts + pages + proof).toBeLessThanOrEqual(1.05 * Math.ceil(rows / 1000) + 15)
      },
    ),
  )
})

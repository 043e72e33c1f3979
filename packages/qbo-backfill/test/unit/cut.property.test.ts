import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CutScope, Part, RankedWindow } from '../../src/plan/cut.js'
import { createCutter, partsFor, ranksFor, shareOf, usualStreams } from '../../src/plan/cut.js'

/** How many rows each window of a segment has. */
const rowsByWindow = fc.oneof(
  fc.array(fc.oneof(fc.constant(0), fc.nat(60)), { minLength: 1, maxLength: 400, size: 'max' }),
  // Nine tenths in the last tenth.
  fc
    .nat(40)
    .map((many) => Array.from({ length: 300 }, (_, day) => (day < 270 ? Math.ceil(many / 9) : many * 9))),
)

interface Cut {
  readonly sizes: readonly number[]
  readonly taken: number
  readonly parts: readonly Part[]
  readonly endWindow: number
}

/**
 * Asks an honest source for its ranks, reads the first page in the order of the windows or any other, and cuts as answers
 * come: so many at a time, and each fifth of them never.
 */
function cut(
  sizes: readonly number[],
  wanted: readonly number[],
  { shuffled = false, atATime = Infinity, isLossy = false } = {},
): Cut {
  const inOrder = sizes.flatMap((rows, window) => Array.from({ length: rows }, () => window))
  const byKey = shuffled ? inOrder.toSorted((a, b) => ((a * 7919) % 101) - ((b * 7919) % 101)) : inOrder
  const taken = byKey.slice(0, 1000)
  const rows = inOrder.length
  const ranks = ranksFor({ underWay: taken.length, left: rows - taken.length }, wanted)
  const cutter = createCutter(
    { firstWindow: 0, endWindow: sizes.length, until: sizes.length, rows, taken },
    wanted,
  )
  const ranked: RankedWindow[] = []
  let parts: readonly Part[] = cutter.cut([], ranks.length === 0)
  for (let unanswered = ranks.length; unanswered > 0;) {
    const from = Math.max(0, unanswered - atATime)
    for (const [place, rank] of ranks.slice(from, unanswered).entries()) {
      const window = inOrder[rank - 1]
      if (window !== undefined && !(isLossy && (from + place) % 5 === 3)) ranked.push({ rank, window })
    }
    unanswered = from
    const left = cutter.left()
    const given = cutter.cut(ranked, unanswered === 0)
    expect(cutter.left()).toBeLessThanOrEqual(left - (given.length - 1))
    parts = [...given, ...parts.slice(1)]
  }
  expect(cutter.left()).toBe(0)
  return { sizes, taken: taken.length, parts, endWindow: sizes.length }
}

test('parts cover the windows once, in order, and share out all rows that are left', () => {
  fc.assert(
    fc.property(
      rowsByWindow,
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 10 }),
      fc.record({ shuffled: fc.boolean(), atATime: fc.integer({ min: 1, max: 9 }), isLossy: fc.boolean() }),
      (sizes, wanted, coming) => {
        const { parts, taken, endWindow } = cut(sizes, wanted, coming)
        expect(parts.length).toBeLessThanOrEqual(wanted.length)
        expect([parts[0]?.firstWindow, parts.at(-1)?.endWindow]).toEqual([0, endWindow])
        for (const [index, part] of parts.entries()) {
          expect(part.firstWindow).toBeLessThan(part.endWindow)
          expect(part.firstWindow).toBe(parts[index - 1]?.endWindow ?? 0)
          expect(part.plannedCount).toBeGreaterThanOrEqual(0)
          expect(Number.isInteger(part.plannedCount)).toBe(true)
        }
        const rows = sizes.reduce((sum, each) => sum + each, 0)
        expect(parts.reduce((sum, { plannedCount }) => sum + plannedCount, 0)).toBe(rows - taken)
      },
    ),
  )
})

test('a cut is off by a window and a row at most: no part has more than its share and two of both beside', () => {
  fc.assert(
    fc.property(
      rowsByWindow,
      fc.integer({ min: 1, max: 10 }),
      fc.constantFrom(1, 30),
      fc.integer({ min: 1, max: 9 }),
      (sizes, wanted, pages, atATime) => {
        const shares = Array.from({ length: wanted }, () => pages)
        const { parts, taken } = cut(sizes, shares, { atATime })
        const rows = sizes.reduce((sum, each) => sum + each, 0)
        const share = (rows - taken) / wanted
        const fullest = Math.max(...sizes)
        const leftBefore = (end: number): number =>
          // The first page has taken the first windows' rows.
          Math.max(0, sizes.slice(0, end).reduce((sum, each) => sum + each, 0) - taken)
        const ends = parts.map(({ endWindow }) => leftBefore(endWindow))
        for (let place = 1; place < wanted; place++) {
          const nearest = Math.min(...ends.map((end) => Math.abs(end - place * share)))
          expect(nearest).toBeLessThanOrEqual(fullest + 1)
        }
        let before = 0
        for (const end of ends) {
          expect(end - before).toBeLessThanOrEqual(share + 2 * (fullest + 1))
          before = end
        }
      },
    ),
  )
})

/** Companies that are cut: of less than two pages none is. */
const enoughRows = rowsByWindow.filter((sizes) => sizes.reduce((sum, each) => sum + each, 0) > 3000)

test('it is cut while answers come as it is when all have come, whichever come', () => {
  fc.assert(
    fc.property(
      enoughRows,
      fc.array(fc.integer({ min: 3, max: 9 }), { minLength: 2, maxLength: 10 }),
      fc.boolean(),
      (sizes, wanted, isLossy) => {
        const partsOf = (atATime: number): readonly Part[] => cut(sizes, wanted, { atATime, isLossy }).parts
        for (const atATime of [1, 2]) expect(partsOf(atATime)).toEqual(partsOf(Infinity))
      },
    ),
  )
})

test('nearly so where the first page has rows of everywhere: a lower answer may correct a higher one', () => {
  fc.assert(
    fc.property(
      enoughRows,
      fc.array(fc.integer({ min: 3, max: 9 }), { minLength: 2, maxLength: 10 }),
      (sizes, wanted) => {
        const rowsBefore = (end: number): number => sizes.slice(0, end).reduce((sum, each) => sum + each, 0)
        const cutsOf = (atATime: number): readonly number[] =>
          cut(sizes, wanted, { shuffled: true, atATime }).parts.map(({ endWindow }) => rowsBefore(endWindow))
        const atOnce = cutsOf(Infinity)
        for (const atATime of [1, 2])
          for (const rows of cutsOf(atATime)) {
            const nearest = Math.min(...atOnce.map((other) => Math.abs(other - rows)))
            expect(nearest).toBeLessThanOrEqual(3 * (Math.max(...sizes) + 1))
          }
      },
    ),
  )
})

test('rows of the first page are taken off where they lie, and not where it was thought that they would', () => {
  const sizes = Array.from({ length: 100 }, () => 50)
  for (const atATime of [1, 2, 3]) {
    const { parts } = cut(sizes, [1, 1, 1, 1], { shuffled: true, atATime })
    // Evenly spread, so that a fifth of each window has been read.
    for (const { firstWindow, endWindow, plannedCount } of parts) {
      const left = (endWindow - firstWindow) * 40
      expect(Math.abs(left - 1000)).toBeLessThanOrEqual(80)
      expect(Math.abs(left - plannedCount)).toBeLessThanOrEqual(80)
    }
  }
})

test('nothing is known of what nobody has answered: it is cut as if its rows lay evenly', () => {
  const span = { firstWindow: 10, endWindow: 20, until: 20 }
  const cutAll = (scope: CutScope, parts: readonly number[]): readonly Part[] =>
    createCutter(scope, parts).cut([], true)
  expect(cutAll({ ...span, rows: 1000, taken: [] }, [1, 1])).toEqual([
    { firstWindow: 10, endWindow: 15, plannedCount: 500 },
    { firstWindow: 15, endWindow: 20, plannedCount: 500 },
  ])
  expect(cutAll({ ...span, until: 12, rows: 1000, taken: [11, 11] }, [1, 1])).toEqual([
    { firstWindow: 10, endWindow: 12, plannedCount: 998 },
    { firstWindow: 12, endWindow: 20, plannedCount: 0 },
  ])
  expect(cutAll({ ...span, rows: 0, taken: [10] }, [1, 1, 1])).toHaveLength(1)
})

test('so many streams read it in the fewest rounds, in as few parts as can be', () => {
  expect([0, -5, 984, 985, 4920, 4921, 49_000].map((rows) => partsFor(rows, 10))).toEqual([
    [1],
    [1],
    [1],
    [1, 1],
    [1, 1, 1, 1, 1],
    [2, 2, 2],
    [5, 5, 5, 5, 5, 5, 5, 5, 5, 5],
  ])
  expect(partsFor(1_000_000, 1)).toEqual([1017])
  expect([shareOf(500, 1000, 10), shareOf(0, 0, 10), shareOf(1, 1000, 10)]).toEqual([5, 1, 1])
})

test('the calls of a run stay within 1.05 a thousand rows and fifteen more, whatever the rows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3_000_000 }), (rows) => {
      const left = rows - 1000
      const parts = partsFor(left, usualStreams)
      const questions = parts.length - 1
      // Each page repeats the record at its boundary.
      const behind =
        parts.length === 1 ? Math.ceil((rows + 1) / 999) - 1 : parts.reduce((sum, each) => sum + each, 0)
      const pages = 1 + behind
      // The whole and the range; then of the proof a count and a look.
      expect(2 + questions + pages + 2).toBeLessThanOrEqual(1.05 * Math.ceil(rows / 1000) + 15)
    }),
    { numRuns: 1000 },
  )
})

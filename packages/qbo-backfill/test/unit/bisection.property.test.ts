import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bisect, cutEvenly, loadedIn, type CountedSpan, type Span } from '../../src/compare/bisection.js'

/** Rows of each window: what QuickBooks has, and what the table has. */
interface Sides {
  readonly source: readonly number[]
  readonly table: readonly number[]
}

const rows = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(5000))
const window = (lacking: fc.Arbitrary<number>) =>
  fc.tuple(rows, lacking).map(([table, differs]) => ({ table, source: Math.max(0, table + differs) }))
const sidesOf = (lacking: fc.Arbitrary<number>): fc.Arbitrary<Sides> =>
  fc.array(window(lacking), { minLength: 1, maxLength: 400 }).map((windows) => ({
    source: windows.map(({ source }) => source),
    table: windows.map(({ table }) => table),
  }))
const rarely = (value: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: value })
const mostRead = fc.constantFrom(0, 1, 1000)

interface Search {
  readonly spans: readonly CountedSpan[]
  readonly asked: readonly Span[]
  readonly rounds: number
}

/** @param count what QuickBooks says, and how often it had been asked before */
function search(
  { source, table }: Sides,
  most: number,
  count: (span: Span, asked: number) => number = (span) => loadedIn(span, source),
): Search {
  const all = { first: 0, end: table.length }
  const steps = bisect(
    { ...all, count: loadedIn(all, source), loaded: loadedIn(all, table), isInferred: true },
    table,
    most,
  )
  const asked: Span[] = []
  let rounds = 0
  let step = steps.next()
  while (step.done !== true) {
    rounds += 1
    const counts = step.value.map((span) => {
      asked.push(span)
      return count(span, asked.length - 1)
    })
    step = steps.next(counts)
  }
  return { spans: step.value, asked, rounds }
}

const differs = ({ count, loaded }: CountedSpan): boolean => count !== loaded

function expectWhole(spans: readonly CountedSpan[], table: readonly number[]): void {
  expect(spans.at(-1)?.end).toBe(table.length)
  for (const [index, span] of spans.entries()) {
    expect(span.first).toBe(index === 0 ? 0 : spans[index - 1]?.end)
    expect(span.first).toBeLessThan(span.end)
    expect(span.loaded).toBe(loadedIn(span, table))
    expect(span.count).toBeGreaterThanOrEqual(0)
  }
}

test('the windows that lack rows are found, each in a span that is read, and no span is read that lacks none', () => {
  fc.assert(
    fc.property(sidesOf(rarely(fc.integer({ min: 1, max: 9 }))), mostRead, (sides, most) => {
      const { spans } = search(sides, most)
      expectWhole(spans, sides.table)
      for (const span of spans) {
        expect(span.count).toBe(loadedIn(span, sides.source))
        const lacking = sides.source
          .slice(span.first, span.end)
          .map((has, at) => has !== sides.table[span.first + at])
        expect(differs(span)).toBe(lacking.includes(true))
        const isSmall = span.end - span.first === 1 || span.count <= most
        expect(isSmall || !differs(span)).toBe(true)
      }
    }),
  )
})

test('of windows that lack rows and windows that hold too many, those that do not make up for each other are found', () => {
  const either = rarely(fc.integer({ min: -3, max: 3 }))
  fc.assert(
    fc.property(sidesOf(either), mostRead, (sides, most) => {
      const { spans } = search(sides, most)
      expectWhole(spans, sides.table)
      const gaps = spans.map(({ count, loaded }) => count - loaded)
      const all = { first: 0, end: sides.table.length }
      const gap = loadedIn(all, sides.source) - loadedIn(all, sides.table)
      expect(gaps.reduce((sum, each) => sum + each, 0)).toBe(gap)
      expect(spans.some(differs)).toBe(gap !== 0)
    }),
  )
})

test('QuickBooks is asked about one half of what differs and about large windows, never twice about the same, in few rounds', () => {
  fc.assert(
    fc.property(sidesOf(rarely(fc.integer({ min: 1, max: 9 }))), mostRead, (sides, most) => {
      const { spans, asked, rounds } = search(sides, most)
      const depth = Math.ceil(Math.log2(sides.table.length))
      const read = spans.filter(differs).length
      expect(new Set(asked.map(({ first, end }) => `${first} ${end}`)).size).toBe(asked.length)
      // Each question cuts a span in two, or is of a window that is large and seems to differ.
      const large = spans.filter((span) => span.end - span.first === 1 && span.count > most && differs(span))
      expect(asked.length).toBeGreaterThanOrEqual(spans.length - 1)
      expect(asked.length).toBeLessThanOrEqual(spans.length - 1 + large.length)
      expect(asked.length).toBeLessThanOrEqual(read * (depth + 1))
      expect(rounds).toBeLessThanOrEqual(depth + 1)
    }),
  )
})

test('whatever QuickBooks says, the search ends with spans that make up the whole', () => {
  fc.assert(
    fc.property(
      sidesOf(rarely(fc.integer({ min: -9, max: 9 }))),
      mostRead,
      fc.infiniteStream(fc.nat(6000)),
      (sides, most, said) => {
        const { spans, asked } = search(sides, most, () => said.next().value ?? 0)
        expectWhole(spans, sides.table)
        expect(asked.length).toBeLessThanOrEqual(2 * sides.table.length - 1)
      },
    ),
  )
})

test('rows that leave while it is searched hide no window that lacks one, but for those that left beside it', () => {
  fc.assert(
    fc.property(
      sidesOf(rarely(fc.integer({ min: 1, max: 9 }))),
      fc.array(fc.nat(399), { maxLength: 5 }),
      (sides, leaving) => {
        const now = [...sides.source]
        const { spans } = search(sides, 0, (span, asked) => {
          // A row leaves the window before each of the first questions.
          const window = (leaving[asked] ?? -1) % now.length
          if (window >= 0) now[window] = Math.max(0, (now[window] ?? 0) - 1)
          return loadedIn(span, now)
        })
        expectWhole(spans, sides.table)
        const left = sides.source.reduce((sum, rows, index) => sum + rows - (now[index] ?? 0), 0)
        const unseen = spans
          .filter((span) => !differs(span))
          .reduce((sum, span) => sum + loadedIn(span, sides.source) - loadedIn(span, sides.table), 0)
        // What a span that seems equal lacks, so many rows at least have left.
        expect(unseen).toBeLessThanOrEqual(left)
      },
    ),
  )
})

test('windows are cut into spans side by side that are as even as can be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 16 }), (windows, wanted) => {
      const spans = cutEvenly(windows, Math.min(windows, wanted))
      const lengths = spans.map(({ first, end }) => end - first)
      expectWhole(
        spans.map((span) => ({ ...span, count: 0, loaded: 0 })),
        Array.from({ length: windows }, () => 0),
      )
      expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1)
    }),
  )
})

test('one window that was counted before is counted again before it is read, where that is many rows', () => {
  expect(search({ source: [5000], table: [4999] }, 1000)).toMatchObject({
    asked: [{ first: 0, end: 1 }],
    spans: [{ count: 5000, loaded: 4999 }],
  })
  expect(search({ source: [5000], table: [4999] }, 1000, () => 4999).spans.some(differs)).toBe(false)
  expect(search({ source: [900], table: [899] }, 1000).asked).toEqual([])
})

test('as many rows as are read outright are not halved, and one more is', () => {
  expect(search({ source: [500, 500], table: [500, 499] }, 1000).asked).toEqual([])
  expect(search({ source: [500, 501], table: [500, 500] }, 1000).asked).toEqual([{ first: 0, end: 1 }])
})

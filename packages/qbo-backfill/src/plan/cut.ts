import type { PlannedSegment } from './segment.js'

/** Pages under way at once: as many requests as Intuit allows a company. */
export const usualStreams = 10

/** A page of a scan begins with the last row of the one before. */
const rowsOfPage = 999

/** What a part may be off its share by, without a page more for the rest. */
const rowsPlanned = Math.floor(rowsOfPage * 0.985)

/** Each cut costs a question, and calls are money: so many, and one for so many pages. */
const fewestCuts = 4
const pagesPerCut = 10

/**
 * In how many pages each part of so many rows is read, if that is to take the fewest rounds in so many streams that the
 * calls for cutting allow. As few parts as do, since each may end in a page that is not full.
 */
export function partsFor(rows: number, streams: number): readonly number[] {
  const pages = Math.max(1, Math.ceil(rows / rowsPlanned))
  const most = Math.min(streams, 1 + fewestCuts + Math.floor(pages / pagesPerCut))
  const parts = Math.ceil(pages / Math.ceil(pages / most))
  return Array.from({ length: parts }, (_, part) => Math.floor((pages + part) / parts))
}

/** Halves that streams with nothing left may take: each costs a question, and a page that is not full. */
export function mostHalves(rows: number): number {
  return 2 + Math.floor(rows / 50_000)
}

/** Its share of the streams, by its rows among those of all. */
export function shareOf(rows: number, all: number, streams: number): number {
  return Math.max(1, Math.round((streams * rows) / Math.max(all, 1)))
}

/**
 * Which rows to ask for, by their place in the order of the windows, so that their windows tell where to cut. The rows of
 * the page that is under way count as the first: who reads by CreateTime reads about by date.
 */
export function ranksFor(
  { underWay, left }: { readonly underWay: number; readonly left: number },
  parts: readonly number[],
): readonly number[] {
  return sharesBefore(parts).map((share) => underWay + Math.max(1, Math.round(left * share)))
}

/** What all parts before each but the first make of the whole. */
function sharesBefore(parts: readonly number[]): readonly number[] {
  const all = parts.reduce((sum, part) => sum + part, 0)
  let before = 0
  return parts.slice(0, -1).map((part) => (before += part) / all)
}

/** In which window the row of a place lies. */
export interface RankedWindow {
  readonly rank: number
  readonly window: number
}

/** What is known of the rows that a segment had left before its last page. */
export interface CutScope {
  readonly firstWindow: number
  readonly endWindow: number
  /** The window after the last one that rows are to be expected in. */
  readonly until: number
  readonly rows: number
  /** Windows of the rows of that page. */
  readonly taken: readonly number[]
}

export type Part = Pick<PlannedSegment, 'firstWindow' | 'endWindow' | 'plannedCount'>

/** Cuts what is left between windows, from its end, as far as it is known where its rows lie. */
export interface Cutter {
  /**
   * The rest, and behind it the parts that have not been told before: those that would be the same if all were known.
   *
   * @param ranked what has been answered, from the highest rank down
   * @param isAll whether nothing lower will be
   */
  cut(ranked: readonly RankedWindow[], isAll: boolean): readonly Part[]
  /** So many parts may still be told. */
  left(): number
}

/** Each part gets its share of the rows as far as the ranks tell; there are fewer where a window holds several shares. */
export function createCutter(scope: CutScope, parts: readonly number[]): Cutter {
  const { firstWindow, rows, taken } = scope
  const total = Math.max(0, rows - taken.length)
  const shares = sharesBefore(parts).map((share) => total * share)
  let rest = { endWindow: scope.endWindow, rows: total }
  return {
    cut(ranked, isAll) {
      const nodes = nodesOf(scope, ranked)
      const rowsBefore = (window: number): number => rowsBeforeWindow(nodes, window)
      // Where rows lie below the lowest that is known is not known: a part that would begin there waits for the next.
      const from = isAll ? firstWindow + 1 : Math.ceil((nodes[1] as Node).window)
      const lowest = isAll ? 0 : rowsBefore(from)
      const wanted = shares.splice(shares.filter((share) => share < lowest).length)
      const cuts: Part[] = []
      let start = { window: firstWindow, rows: 0 }
      for (let window = from; window < rest.endWindow; window++) {
        const here = Math.min(rowsBefore(window), rest.rows)
        const next = rowsBefore(window + 1)
        const isNearer = (share: number): boolean => here >= share || share - here < next - share
        if (here <= start.rows || !isNearer(wanted[0] ?? Infinity)) continue
        while (isNearer(wanted[0] ?? Infinity)) wanted.shift()
        cuts.push({ firstWindow: start.window, endWindow: window, plannedCount: here - start.rows })
        start = { window, rows: here }
      }
      const last = {
        firstWindow: start.window,
        endWindow: rest.endWindow,
        plannedCount: rest.rows - start.rows,
      }
      const [first = last] = cuts
      rest = { endWindow: first.endWindow, rows: first.plannedCount }
      return [...cuts, last]
    },
    left: () => shares.length,
  }
}

/** About how many of the rows that are left lie before a window of the segment. */
function rowsBeforeWindow(nodes: readonly Node[], window: number): number {
  const behind = nodes.findIndex((node, index) => index > 0 && window < node.window)
  const to = behind < 0 ? nodes.length - 1 : behind
  return Math.round(between(nodes[to - 1] as Node, nodes[to] as Node, window))
}

interface Node {
  readonly window: number
  readonly rows: number
}

/** Windows of which it is known, or taken for known, how many of the rows that are left lie before them; in their order. */
function nodesOf(
  { firstWindow, until, rows, taken }: CutScope,
  ranked: readonly RankedWindow[],
): readonly Node[] {
  const total = Math.max(0, rows - taken.length)
  const known = ranked.toSorted((a, b) => a.window - b.window || a.rank - b.rank)
  const first = known[0]?.window ?? until
  const highest = Math.max(firstWindow, ...taken)
  // Where all of the page lies before, it has left nothing there.
  const begin = highest < first ? highest : Math.min(...taken, first)
  let most = 0
  const inner = known.map(({ rank, window }) => {
    const gone = taken.filter((other) => other < window).length
    most = Math.min(Math.max(most, rank - 1 - gone), total)
    // Somewhere in the window, so in its middle.
    return { window: window + 0.5, rows: most }
  })
  return [
    { window: begin, rows: 0 },
    ...inner,
    { window: Math.max(until, (known.at(-1)?.window ?? begin) + 1), rows: total },
  ]
}

function between(from: Node, to: Node, window: number): number {
  if (window <= from.window) return from.rows
  if (window >= to.window) return to.rows
  return from.rows + ((to.rows - from.rows) * (window - from.window)) / (to.window - from.window)
}

import type { ReadSetKind } from './read-set.js'

/** Entity × consecutive windows read by one scan: the unit of checkpoint, retry and fan-out. */
export interface PlannedSegment {
  /** 1, 2, 3 … in the run. */
  readonly number: number
  readonly entity: string
  readonly kind: ReadSetKind
  /** Indexes into the windows of the entity: `[firstWindow, endWindow)`. */
  readonly firstWindow: number
  readonly endWindow: number
  /** What COUNT(*) said when the run was planned. */
  readonly plannedCount: number
}

/** At most this many segments of one read set: enough to hide the latency of a page behind those of others. */
const mostSegments = 4

/** Each segment ends in a page that is not full. Eight full pages for each keep that waste within the call target. */
const pagesPerSegment = 8

/** But two segments take half the time of one, for two calls more: worth it from four full pages for each. */
const pagesPerHalf = 4

/** How many segments to cut a read set of so many rows into, over so many windows. */
export function segmentCount(rows: number, windows: number, pageSize = 1000): number {
  const pages = rows / pageSize
  const halves = Math.min(2, Math.floor(pages / pagesPerHalf))
  const wanted = Math.max(halves, Math.floor(pages / pagesPerSegment))
  return Math.max(1, Math.min(mostSegments, wanted, windows))
}

/** Calls of a run beside its pages: `1.05 × ⌈rows / 1000⌉ + 15` in all is the target. */
const callsBesidePages = 15

/** COUNT(*) without dates and of the range; then of the proof, between two looks at what has changed. */
const callsOfOthers = 5

/**
 * How often so many segments may be counted at most, each but the last. Every segment ends in a page that is not full,
 * and two of the five calls in a hundred pages are left to records that come twice at the boundaries of pages.
 */
export function mostCountings(rows: number, segments: number, pageSize = 1000): number {
  const spare = callsBesidePages - callsOfOthers - segments + Math.floor((rows / pageSize) * 0.03)
  return Math.min(Math.floor(spare / Math.max(segments - 1, 1)), 4)
}

/** Consecutive windows: `[firstWindow, endWindow)`. */
export type WindowSpan = Pick<PlannedSegment, 'firstWindow' | 'endWindow'>

export type CountedSpan = Pick<PlannedSegment, 'firstWindow' | 'endWindow' | 'plannedCount'>

/** Cuts `windows` windows into `count` runs of consecutive ones, as even as can be. */
export function cutWindows(windows: number, count: number): readonly WindowSpan[] {
  const cuts = Array.from({ length: count - 1 }, (_, index) => Math.floor((windows * (index + 1)) / count))
  return spansBetween([...cuts, windows])
}

/**
 * Moves the cuts to where each part holds as many rows, if the rows of a part are spread evenly over its windows. A
 * segment is read page after page, so a run takes as long as its largest one. Undefined where that is less than a page
 * above its share, and where the cuts cannot move.
 */
export function levelCuts(parts: readonly CountedSpan[], pageSize = 1000): readonly WindowSpan[] | undefined {
  const share = parts.reduce((sum, part) => sum + part.plannedCount, 0) / parts.length
  if (parts.every((part) => part.plannedCount < share + pageSize)) return undefined
  const ends = parts.map((part) => part.endWindow)
  const windows = Math.max(...ends)
  const cuts: number[] = []
  for (let part = 1; part < parts.length; part++) {
    const cut = Math.round(windowAtRow(parts, share * part))
    // Each part keeps a window at least.
    cuts.push(Math.min(Math.max(cut, Math.max(0, ...cuts) + 1), windows - parts.length + part))
  }
  return cuts.every((cut) => ends.includes(cut)) ? undefined : spansBetween([...cuts, windows])
}

/** How many windows, and parts of one, lie before so many rows. */
function windowAtRow(parts: readonly CountedSpan[], row: number): number {
  let window = 0
  let rowsBefore = 0
  for (const { firstWindow, endWindow, plannedCount } of parts) {
    // Nothing in it: all of it lies before any row that comes after.
    const fraction = (row - rowsBefore) / Math.max(plannedCount, Number.EPSILON)
    window += (endWindow - firstWindow) * Math.min(Math.max(fraction, 0), 1)
    rowsBefore += plannedCount
  }
  return window
}

function spansBetween(ends: readonly number[]): readonly WindowSpan[] {
  return ends.map((endWindow, index) => ({
    firstWindow: index === 0 ? 0 : Number(ends[index - 1]),
    endWindow,
  }))
}

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

/** How many segments to cut a read set of so many rows into, over so many windows. */
export function segmentCount(rows: number, windows: number, pageSize = 1000): number {
  const wanted = Math.floor(rows / pageSize / pagesPerSegment)
  return Math.max(1, Math.min(mostSegments, wanted, windows))
}

/** Cuts `windows` windows into `count` runs of consecutive ones, as even as can be. */
export function cutWindows(
  windows: number,
  count: number,
): readonly { firstWindow: number; endWindow: number }[] {
  return Array.from({ length: count }, (_, index) => ({
    firstWindow: Math.floor((windows * index) / count),
    endWindow: Math.floor((windows * (index + 1)) / count),
  }))
}

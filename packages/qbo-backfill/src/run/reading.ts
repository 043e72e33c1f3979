import type { QboRecord, ScanCursor } from 'qbo-client'
import type { StoredSegment } from '../ledger/segments.js'
import { createCutter, partsFor, ranksFor, type Cutter, type Part, type RankedWindow } from '../plan/cut.js'
import { entityNamed, setOf } from '../plan/entity-range.js'
import type { RunContext } from './run-context.js'

export const pageRows = 1000

/** How long a segment that is to be cut waits for the last answers that tell where, milliseconds. */
const patienceMs = 5000

/** A segment while it is read. Whoever reads it changes it, between two pages; the streams set `cut`, and nothing else of it. */
export interface Reading {
  segment: StoredSegment
  /** Behind the last page that has come. */
  cursor: ScanCursor | undefined
  /** About how many rows have not come. */
  left: number
  /** Whether a page of it has been asked for. */
  isAsked: boolean
  /** Others wait for a part of it: no page is asked for until it is cut. */
  cut: Cut | undefined
}

export interface Cut {
  /** So many parts are still to be given away, at most. */
  toCome(): number
  /** Asks where to cut, beside the page that is under way. */
  begin(): void
  /** What is to be kept of what is left behind that page, and the parts to give away: some at a time, as answers tell. */
  cuts(records: readonly QboRecord[]): AsyncIterable<readonly Part[]>
  /** Ends what is under way, and waits for its end. */
  stop(): Promise<void>
}

export function newReading(segment: StoredSegment): Reading {
  const left = Math.max(0, segment.plannedCount - (segment.cursor?.distinct ?? 0))
  return { segment, cursor: segment.cursor, left, isAsked: false, cut: undefined }
}

/** The parts, by their pages, in which what is left behind the page under way is to be read in so many streams. */
export function partsOf({ segment, left }: Reading, streams: number): readonly number[] {
  const { kind, firstWindow, endWindow } = segment
  return kind === 'everything' ? [] : partsFor(left - pageRows, Math.min(streams, endWindow - firstWindow))
}

/**
 * Prepares to cut what a segment has left. Where a window's rows lie is asked of QuickBooks by place: one record of the
 * set, in the order of the windows, tells how many lie before its own.
 */
export function prepareCut(context: RunContext, reading: Reading, parts: readonly number[]): Cut {
  const { segment, cursor, left: rows } = reading
  const entity = entityNamed(context.entities, segment.entity)
  const { windows } = entity
  const set = setOf(entity, segment.kind)
  const enough = new AbortController()
  // From the highest rank down: parts are given away from the end, and what is kept grows shorter.
  let asked: readonly Promise<void>[] = []
  const answers: RankedWindow[] = []
  const ask = async (rank: number, place: number): Promise<void> => {
    const window = await windowAt(context, { ...segment, cursor }, rank, enough.signal).catch(() => -1)
    answers[place] = { rank, window }
  }
  let cutter: Cutter | undefined
  return {
    toCome: () => cutter?.left() ?? parts.length - 1,
    begin() {
      const underWay = Math.min(pageRows, rows)
      asked = ranksFor({ underWay, left: rows - underWay }, parts)
        .toReversed()
        .map(ask)
    },
    async *cuts(records) {
      const { firstWindow, endWindow } = segment
      const isInside = (window: number): boolean => window >= firstWindow && window < endWindow
      const taken = records.map(set.windowOf).filter(isInside)
      const now = new Date().toISOString()
      const ahead = windows.findIndex(({ start }) => start > now)
      const until = ahead < 0 ? endWindow : Math.min(ahead, endWindow)
      cutter = createCutter({ firstWindow, endWindow, until, rows, taken }, parts)
      const timer = setTimeout(() => enough.abort(), patienceMs)
      try {
        const ranked: RankedWindow[] = []
        for (const [place, answered] of asked.entries()) {
          await answered
          const answer = answers[place] as RankedWindow
          const isKnown = isInside(answer.window)
          if (isKnown) ranked.push(answer)
          const isAll = place === asked.length - 1
          // What else has been answered meanwhile is cut with it; what has not been is cut by what lies around it.
          if (!isAll && (!isKnown || answers[place + 1] !== undefined)) continue
          if (ranked.length > 0) yield cutter.cut(ranked, isAll)
        }
      } finally {
        clearTimeout(timer)
      }
    },
    async stop() {
      enough.abort()
      await Promise.all(asked)
    },
  }
}

/** The window of the row that has this place among those that are left, in the order of the windows; -1 if there is none. */
async function windowAt(
  context: RunContext,
  { entity, kind, firstWindow, endWindow, cursor }: StoredSegment,
  startPosition: number,
  enough: AbortSignal,
): Promise<number> {
  const { source, signal } = context
  const range = entityNamed(context.entities, entity)
  const set = setOf(range, kind)
  const { where } = set.between(firstWindow, endWindow)
  const key = cursor?.key ?? ''
  const left = key === '' ? [] : [{ field: set.key, operator: '>=', value: key } as const]
  const pages = source.pages({
    entity: range.name,
    where: [...where, ...left],
    orderBy: set.windowField,
    startPosition,
    pageSize: 1,
    signal: AbortSignal.any([signal, enough]),
  })
  for await (const { records } of pages) return records[0] === undefined ? -1 : set.windowOf(records[0])
  return -1
}

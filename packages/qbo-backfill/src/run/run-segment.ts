import type { SegmentName } from '../events.js'
import type { PageCommit, StoredSegment } from '../ledger/segments.js'
import type { Part } from '../plan/cut.js'
import type { OrderKey } from '../plan/read-set.js'
import type { PlannedSegment } from '../plan/segment.js'
import { deliverPage } from '../store/deliver.js'
import type { EntityClock } from './entity-clock.js'
import { placesIn, type PageRoom } from './page-room.js'
import { pageTargets } from './page-targets.js'
import type { Cut, Reading } from './reading.js'
import { type RunContext } from './run-context.js'
import { openPages, readBy, statementHashOf, type SegmentPage } from './segment-pages.js'

/** A run while its segments are read. */
export interface ReadingContext extends RunContext {
  readonly clock: EntityClock
  /** Numbers for so many new segments: the first of them. */
  takeNumbers(this: void, count: number): number
  /** Writes a page when it is its turn. */
  write<T>(this: void, work: () => Promise<T>): Promise<T>
  /** Whether the next page may be asked for ahead. */
  keepsUp(this: void): boolean
  /** Where pages are held until the database has taken them. */
  readonly room: PageRoom
  /** Told when the first page of a segment has been asked for, and when a page has come. */
  onPage(this: void): void
  /** Reads those segments of the run, besides others, that nobody reads yet. */
  addNew(this: void, all: readonly StoredSegment[]): void
}

/**
 * Reads a segment from its place to its end; each page is committed together with the place after it. The next page is
 * asked for while the database commits this one, unless the segment is to be cut: then the parts are asked for instead.
 */
export async function runSegment(context: ReadingContext, reading: Reading): Promise<void> {
  const { segment } = reading
  const statementHash = statementHashOf(context, segment)
  const cursor = segment.statementHash === statementHash ? segment.cursor : undefined
  reading.cursor = cursor
  context.emit({
    type: 'segment.started',
    segment: segmentName(segment),
    plannedCount: segment.plannedCount,
    resumed: cursor !== undefined,
  })
  // Before the first page, which may be asked for before it is wanted.
  const askedAt = new Date()
  context.clock.begin(segment.entity)
  const { store, lease, run, room } = context
  let pages = openPages(context, reading)
  pages.ask()
  const places = placesIn(room)
  reading.cut?.begin()
  reading.isAsked = true
  let pageNumber = cursor === undefined ? 0 : segment.pages
  // A frame of its own, which ends with the page: this one would keep it until the next has come.
  const readOne = async (): Promise<boolean> => {
    const next = await pages.take()
    if (next.done === true) return false
    const page = next.value
    places.resize(page.bytes.length)
    const { cut } = reading
    if (cut === undefined && context.keepsUp() && places.takeAhead()) pages.ask()
    const readSoFar = page.fresh.filter(Boolean).length
    reading.left = Math.max(0, reading.left - readSoFar)
    reading.cursor = page.cursor
    context.onPage()
    pageNumber += 1
    await deliverAndCommit(context, reading.segment, page, { pageNumber, askedAt })
    places.leave()
    if (cut === undefined) return true
    if (page.cursor?.done !== true && (await splitAll(context, reading, cut.cuts(page.records)))) {
      await pages.stop()
      pages = openPages(context, reading)
    }
    reading.cut = undefined
    return true
  }
  try {
    await store.segments.start(lease, run.runId, {
      number: segment.number,
      statementHash,
      restart: cursor === undefined,
    })
    context.onPage()
    do await places.enter()
    while (await readOne())
  } finally {
    places.leaveAll()
    await pages.stop()
    await reading.cut?.stop()
    // Whoever waits for a part of it looks elsewhere, unless it is begun again.
    Object.assign(reading, { cut: undefined, left: 0 })
  }
  context.emit({ type: 'segment.completed', segment: segmentName(segment) })
}

/** Hands a page to the caller's own sink, where there is one, and commits it with the place behind it. */
async function deliverAndCommit(
  context: ReadingContext,
  segment: StoredSegment,
  page: SegmentPage,
  { pageNumber, askedAt }: Pick<PageCommit, 'pageNumber' | 'askedAt'>,
): Promise<void> {
  const { store, lease, run, clock } = context
  const { entity, set } = readBy(context, segment)
  const { targets, outsideRange } = pageTargets(page.records, page.fresh, segment, entity)
  const started = performance.now()
  const commit: Omit<PageCommit, 'elapsedMs'> = {
    runId: run.runId,
    segment: segment.number,
    entity: segment.entity,
    pageNumber,
    pageSize: page.pageSize,
    text: page.bytes,
    recordsPath: page.recordsPath,
    targets,
    cursor: page.cursor,
    done: page.done ?? page.cursor?.done === true,
    outsideRange,
    poisoned: poisonedOf(page, set.key),
    askedAt,
    request: page.request,
    intuitTid: page.intuitTid,
    durationMs: page.durationMs,
  }
  const pageKey = `${run.runId}/${segment.number}/${pageNumber}`
  await deliverPage(context, { ...commit, text: () => page.text, key: pageKey, deleted: [] })
  const counts = await context.write(() =>
    clock.commit(segment.entity, (elapsedMs) => store.segments.commitPage(lease, { ...commit, elapsedMs })),
  )
  context.emit({
    type: 'page.written',
    segment: segmentName(segment),
    page: pageNumber,
    records: page.records.length,
    ...counts,
    outsideRange,
    requestMs: Math.round(page.durationMs),
    writeMs: Math.round(performance.now() - started),
  })
}

/**
 * Gives away all parts but the first, each as soon as it is known. They go on from the same place: rows before it have been
 * read, whatever their window, since none of them can move in the order of the scan.
 */
async function splitAll(
  context: ReadingContext,
  reading: Reading,
  cuts: ReturnType<Cut['cuts']>,
): Promise<boolean> {
  let isSplit = false
  for await (const [kept, ...given] of cuts) {
    if (kept === undefined || given.length === 0) continue
    await split(context, reading, { kept, given })
    isSplit = true
  }
  return isSplit
}

async function split(
  context: ReadingContext,
  reading: Reading,
  { kept, given }: { readonly kept: Part; readonly given: readonly Part[] },
): Promise<void> {
  const { store, lease, run } = context
  const { segment, cursor } = reading
  const first = context.takeNumbers(given.length)
  const read = cursor?.distinct ?? 0
  const narrowed = { ...segment, ...kept, plannedCount: read + kept.plannedCount, cursor }
  const parts = given.map((part, index) => ({ ...segment, ...part, number: first + index }))
  await store.segments.split(lease, run.runId, {
    kept: { ...narrowed, statementHash: statementHashOf(context, narrowed) },
    given: parts.map((part) => ({ ...part, statementHash: statementHashOf(context, part) })),
  })
  const all = await store.segments.ofRun(run.runId)
  reading.segment = all.find(({ number }) => number === segment.number) ?? narrowed
  reading.left = kept.plannedCount
  context.emit({ type: 'segment.split', segment: segmentName(segment), parts: parts.map(segmentName) })
  context.addNew(all)
}

function poisonedOf({ poisoned = [] }: SegmentPage, key: OrderKey): PageCommit['poisoned'] {
  return poisoned.map((row) => ('second' in row ? { ...row, key } : row))
}

export function segmentName(segment: PlannedSegment): SegmentName {
  return { number: segment.number, entity: segment.entity, kind: segment.kind }
}

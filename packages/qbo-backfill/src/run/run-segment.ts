import { createHash } from 'node:crypto'
import type { PoisonedRecord, PoisonedScanRecord, QboRecord, ScanCursor } from 'qbo-client'
import type { SegmentName } from '../events.js'
import type { PageCommit, StoredSegment } from '../ledger/segments.js'
import { entityNamed, setOf, type EntityRange } from '../plan/entity-range.js'
import type { OrderKey, ReadSet } from '../plan/read-set.js'
import type { PlannedSegment } from '../plan/segment.js'
import { deliverPage } from '../store/deliver.js'
import type { EntityClock } from './entity-clock.js'
import { lookAhead, type LookAhead } from './look-ahead.js'
import { placesIn, type PageRoom } from './page-room.js'
import { pageTargets } from './page-targets.js'
import type { Reading } from './reading.js'
import { type RunContext } from './run-context.js'

interface SegmentPage {
  readonly text: string
  readonly bytes: Uint8Array
  readonly records: readonly QboRecord[]
  readonly recordsPath: readonly string[]
  readonly fresh: readonly boolean[]
  readonly cursor: ScanCursor | undefined
  /** That of the cursor, where there is one. */
  readonly done?: boolean | undefined
  readonly pageSize: number
  readonly poisoned?: readonly (PoisonedRecord | PoisonedScanRecord)[] | undefined
  readonly request: string
  readonly intuitTid?: string | undefined
  readonly durationMs: number
}

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
  /** Told when the first page of a segment has been asked for. */
  onAsked(this: void): void
  /** Reads those segments of the run, besides others, that nobody reads yet. */
  addNew(this: void, all: readonly StoredSegment[]): void
}

/**
 * Reads a segment from its place to its end; each page is committed together with the place after it. The next page is
 * asked for while the database commits this one, unless the segment is to be cut: then the parts are asked for instead.
 */
export async function runSegment(context: ReadingContext, reading: Reading): Promise<void> {
  const { segment } = reading
  const statementHash = hashOf(context, segment)
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
  try {
    await store.segments.start(lease, run.runId, {
      number: segment.number,
      statementHash,
      restart: cursor === undefined,
    })
    context.onAsked()
    for (;;) {
      await places.enter()
      const next = await pages.take()
      if (next.done === true) break
      const page = next.value
      places.resize(page.bytes.length)
      const { cut } = reading
      if (cut === undefined && context.keepsUp() && places.takeAhead()) pages.ask()
      const readSoFar = page.fresh.filter(Boolean).length
      reading.left = Math.max(0, reading.left - readSoFar)
      reading.cursor = page.cursor
      pageNumber += 1
      await commitPage(context, reading.segment, page, { pageNumber, askedAt })
      places.leave()
      if (cut === undefined) continue
      if (page.cursor?.done !== true && (await split(context, reading, await cut.decide(page.records)))) {
        await pages.stop()
        pages = openPages(context, reading)
      }
      reading.cut = undefined
    }
  } finally {
    places.leaveAll()
    await pages.stop()
    await reading.cut?.stop()
    // Whoever waits for a part of it looks elsewhere, unless it is begun again.
    Object.assign(reading, { cut: undefined, left: 0 })
  }
  context.emit({ type: 'segment.completed', segment: segmentName(segment) })
}

async function commitPage(
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
 * Gives away all parts but the first. They go on from the same place: rows before it have been read, whatever their
 * window, since none of them can move in the order of the scan.
 */
async function split(
  context: ReadingContext,
  reading: Reading,
  [kept, ...given]: Awaited<ReturnType<NonNullable<Reading['cut']>['decide']>>,
): Promise<boolean> {
  if (kept === undefined || given.length === 0) return false
  const { store, lease, run } = context
  const { segment, cursor } = reading
  const first = context.takeNumbers(given.length)
  const read = cursor?.distinct ?? 0
  const narrowed = { ...segment, ...kept, plannedCount: read + kept.plannedCount, cursor }
  const parts = given.map((part, index) => ({ ...segment, ...part, number: first + index }))
  await store.segments.split(lease, run.runId, {
    kept: { ...narrowed, statementHash: hashOf(context, narrowed) },
    given: parts.map((part) => ({ ...part, statementHash: hashOf(context, part) })),
  })
  const all = await store.segments.ofRun(run.runId)
  reading.segment = all.find(({ number }) => number === segment.number) ?? narrowed
  reading.left = kept.plannedCount
  context.emit({ type: 'segment.split', segment: segmentName(segment), parts: parts.map(segmentName) })
  context.addNew(all)
  return true
}

function poisonedOf({ poisoned = [] }: SegmentPage, key: OrderKey): PageCommit['poisoned'] {
  return poisoned.map((row) => ('second' in row ? { ...row, key } : row))
}

/** A cursor is only good for the statement that it was made by. */
function hashOf(context: RunContext, segment: PlannedSegment): string {
  const { set } = readBy(context, segment)
  const { where } = set.between(segment.firstWindow, segment.endWindow)
  const statement = [segment.entity, where, set.key]
  return createHash('sha256').update(JSON.stringify(statement)).digest('hex').slice(0, 32)
}

/** What a segment is of. */
function readBy(
  { entities }: RunContext,
  { entity: name, kind }: PlannedSegment,
): { readonly entity: EntityRange; readonly set: ReadSet } {
  const entity = entityNamed(entities, name)
  return { entity, set: setOf(entity, kind) }
}

export function segmentName(segment: PlannedSegment): SegmentName {
  return { number: segment.number, entity: segment.entity, kind: segment.kind }
}

function openPages(context: RunContext, reading: Reading): LookAhead<SegmentPage> {
  const { segment } = reading
  return lookAhead(context.signal, (signal) =>
    segment.kind === 'everything' ? everything(context, segment, signal) : scan(context, reading, signal),
  )
}

async function* scan(
  context: RunContext,
  { segment, cursor }: Reading,
  signal: AbortSignal,
): AsyncGenerator<SegmentPage> {
  const { firstWindow, endWindow, plannedCount } = segment
  const { entity, set } = readBy(context, segment)
  const isWhole = firstWindow === 0 && endWindow === entity.windows.length
  // As they are: to spread a page would decode its text.
  yield* context.source.scan({
    entity: entity.name,
    where: set.between(firstWindow, endWindow).where,
    key: set.key,
    cursor,
    // Of a part nobody knows exactly: it ends at the first page that is not full, and the proof counts the whole.
    plannedCount: isWhole ? plannedCount : 0,
    // What a record's window is decided by; pages of ten streams parsed whole would take ten times the memory of their texts.
    recordFields: ['TxnDate'],
    signal,
  })
}

/** Entities without a usable time filter are few rows: paged by position, and begun anew if they are interrupted. */
async function* everything(
  context: RunContext,
  segment: StoredSegment,
  signal: AbortSignal,
): AsyncGenerator<SegmentPage> {
  let held: SegmentPage | undefined
  const { name } = readBy(context, segment).entity
  for await (const page of context.source.pages({ entity: name, signal })) {
    if (held !== undefined) yield held
    held = { ...page, cursor: undefined, done: false, pageSize: page.records.length }
  }
  yield held === undefined ? nothing : { ...held, done: true }
}

const nothing: SegmentPage = {
  text: '{}',
  bytes: Buffer.from('{}'),
  records: [],
  recordsPath: [],
  fresh: [],
  cursor: undefined,
  done: true,
  pageSize: 0,
  request: '',
  durationMs: 0,
}

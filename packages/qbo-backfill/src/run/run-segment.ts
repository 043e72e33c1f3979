import { createHash } from 'node:crypto'
import type { PoisonedScanRecord, QboRecord, ScanCursor } from 'qbo-client'
import type { SegmentName } from '../events.js'
import { orderKeyOf, readSetOf } from '../plan/read-set.js'
import type { PageCommit, StoredSegment } from '../store/store.js'
import { deliverPage } from './deliver.js'
import { pageTargets } from './page-targets.js'
import { windowsFor, type RunContext } from './run-context.js'

interface SegmentPage {
  readonly text: string
  readonly bytes?: Uint8Array | undefined
  readonly records: readonly QboRecord[]
  readonly recordsPath: readonly string[]
  readonly fresh: readonly boolean[]
  readonly cursor: ScanCursor | undefined
  /** That of the cursor, where there is one. */
  readonly done?: boolean | undefined
  readonly asked: number
  readonly poisoned?: readonly PoisonedScanRecord[] | undefined
  readonly request: string
  readonly intuitTid?: string | undefined
  readonly durationMs: number
}

/** Reads a segment from its place to its end; each page is committed together with the place after it. */
export async function runSegment(context: RunContext, segment: StoredSegment): Promise<void> {
  const { store, lease, run } = context
  const windows = windowsFor(context, segment.entity)
  const { where } = readSetOf(segment.kind, windows.slice(segment.firstWindow, segment.endWindow), run.from)
  const key = orderKeyOf(segment.kind)
  // A cursor is only good for the statement that it was made by.
  const statementHash = createHash('sha256')
    .update(JSON.stringify([segment.entity, where, key]))
    .digest('hex')
    .slice(0, 32)
  const cursor = segment.statementHash === statementHash ? segment.cursor : undefined
  const name = segmentName(segment)
  context.emit({
    type: 'segment.started',
    segment: name,
    plannedCount: segment.plannedCount,
    resumed: cursor !== undefined,
  })
  await store.startSegment(lease, run.runId, segment.number, statementHash, cursor === undefined)
  const pages =
    segment.kind === 'everything'
      ? everything(context, segment)
      : scan(context, segment, { where, key, cursor })
  let pageNumber = cursor === undefined ? 0 : segment.pages
  for await (const page of pages) {
    pageNumber += 1
    const { targets, outsideRange } = pageTargets(page.records, page.fresh, segment, windows, run.from)
    const started = performance.now()
    const commit: PageCommit = {
      runId: run.runId,
      segment: segment.number,
      entity: segment.entity,
      pageNumber,
      asked: page.asked,
      text: page.bytes ?? page.text,
      recordsPath: page.recordsPath,
      targets,
      cursor: page.cursor,
      done: page.done ?? page.cursor?.done === true,
      outsideRange,
      poisoned: page.poisoned ?? [],
      request: page.request,
      intuitTid: page.intuitTid,
      durationMs: page.durationMs,
    }
    const key = `${run.runId}/${segment.number}/${pageNumber}`
    await deliverPage(context, { ...commit, text: () => page.text, key, deleted: [] })
    const counts = await store.commitPage(lease, commit)
    context.emit({
      type: 'page.written',
      segment: name,
      page: pageNumber,
      records: page.records.length,
      ...counts,
      outsideRange,
      requestMs: Math.round(page.durationMs),
      writeMs: Math.round(performance.now() - started),
    })
  }
  context.emit({ type: 'segment.completed', segment: name })
}

export function segmentName(segment: StoredSegment): SegmentName {
  return { number: segment.number, entity: segment.entity, kind: segment.kind }
}

async function* scan(
  context: RunContext,
  segment: StoredSegment,
  options: Pick<Parameters<RunContext['source']['scan']>[0], 'where' | 'key' | 'cursor'>,
): AsyncGenerator<SegmentPage> {
  // As they are: to spread a page would decode its text.
  yield* context.source.scan({
    ...options,
    entity: segment.entity as never,
    plannedCount: segment.plannedCount,
    // What a record's window is decided by; four pages parsed whole would take ten times the memory of their texts.
    recordFields: ['TxnDate'],
    signal: context.signal,
  })
}

/** Entities without a usable time filter are few rows: paged by position, and begun anew if they are interrupted. */
async function* everything(context: RunContext, segment: StoredSegment): AsyncGenerator<SegmentPage> {
  let held: SegmentPage | undefined
  for await (const page of context.source.pages({
    entity: segment.entity as never,
    signal: context.signal,
  })) {
    if (held !== undefined) yield held
    const poisoned = page.poisoned?.map((record) => ({ ...record, second: '' }))
    held = { ...page, poisoned, cursor: undefined, done: false, asked: page.records.length }
  }
  yield held === undefined ? nothing : { ...held, done: true }
}

const nothing: SegmentPage = {
  text: '{}',
  records: [],
  recordsPath: [],
  fresh: [],
  cursor: undefined,
  done: true,
  asked: 0,
  request: '',
  durationMs: 0,
}

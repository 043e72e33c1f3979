import { createHash } from 'node:crypto'
import type { PoisonedRecord, PoisonedScanRecord, QboRecord, ScanCursor } from 'qbo-client'
import { entityNamed, setOf, type EntityRange } from '../plan/entity-range.js'
import type { ReadSet } from '../plan/read-set.js'
import type { PlannedSegment } from '../plan/segment.js'
import type { StoredSegment } from '../ledger/segments.js'
import { lookAhead, type LookAhead } from './look-ahead.js'
import type { Reading } from './reading.js'
import type { RunContext } from './run-context.js'

/** What an answer of QuickBooks brings of a segment. */
export interface SegmentPage {
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

/** What a segment is of. */
export function readBy(
  { entities }: RunContext,
  { entity: name, kind }: PlannedSegment,
): { readonly entity: EntityRange; readonly set: ReadSet } {
  const entity = entityNamed(entities, name)
  return { entity, set: setOf(entity, kind) }
}

/** Names the statement that a segment is read by: a cursor is only good for that one. */
export function statementHashOf(context: RunContext, segment: PlannedSegment): string {
  const { set } = readBy(context, segment)
  const { where } = set.between(segment.firstWindow, segment.endWindow)
  const statement = [segment.entity, where, set.key]
  return createHash('sha256').update(JSON.stringify(statement)).digest('hex').slice(0, 32)
}

/** The pages of a segment from its place on. */
export function openPages(context: RunContext, reading: Reading): LookAhead<SegmentPage> {
  const { segment } = reading
  return lookAhead(context.signal, (signal) =>
    segment.kind === 'everything' ? everything(context, segment, signal) : scan(context, reading, signal),
  )
}

function scan(
  context: RunContext,
  { segment, cursor }: Reading,
  signal: AbortSignal,
): AsyncIterable<SegmentPage> {
  const { firstWindow, endWindow, plannedCount } = segment
  const { entity, set } = readBy(context, segment)
  const isWhole = firstWindow === 0 && endWindow === entity.windows.length
  return context.source.scan({
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

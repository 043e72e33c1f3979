import type { WriteCounts, RecordTarget } from 'qbo-raw-sink'
import { sql, type Kysely, type UpdateObject, type UpdateQueryBuilder } from 'kysely'
import { z } from 'zod'
import type { PlannedSegment } from '../plan/segment.js'
import { exactInstantText } from '../database/instant-text.js'
import { entityName } from '../database/entity-name.js'
import { readRows } from '../database/read-rows.js'
import { movesOf, segmentStatuses, type SegmentStatus, type SegmentStep } from './segment-state.js'
import type { StateDatabase } from './tables.js'
import { jsonb, typed } from '../database/typed-parameter.js'
import type { ScanCursor } from 'qbo-client'
import type { PoisonedRow } from '../source/source.js'

export async function insertSegments(
  db: Kysely<StateDatabase>,
  runId: string,
  segments: readonly PlannedSegment[],
): Promise<void> {
  if (segments.length === 0) return
  await db
    .insertInto('segments')
    .values(
      segments.map((segment) => ({
        run_id: runId,
        number: segment.number,
        entity: segment.entity,
        kind: segment.kind,
        first_window: segment.firstWindow,
        end_window: segment.endWindow,
        planned_count: segment.plannedCount,
        statement_hash: null,
        begun_at_utc: null,
        cursor: null,
        error: null,
      })),
    )
    .execute()
}

export async function selectSegments(
  db: Kysely<StateDatabase>,
  runId: string,
): Promise<readonly StoredSegment[]> {
  const asked = db
    .selectFrom('segments')
    .selectAll()
    .select(exactInstantText('begun_at_utc').as('begun'))
    .where('run_id', '=', runId)
    .orderBy('number')
  const rows = await readRows(db, 'the segments of a run', segmentRow, asked)
  return rows.map((row) => ({
    number: row.number,
    entity: row.entity,
    kind: row.kind,
    firstWindow: row.first_window,
    endWindow: row.end_window,
    plannedCount: row.planned_count,
    status: row.status,
    statementHash: row.statement_hash ?? undefined,
    cursor: row.cursor ?? undefined,
    begunAt: row.begun ?? undefined,
    error: row.error ?? undefined,
    pages: row.pages,
    inserted: row.inserted,
    updated: row.updated,
    unchanged: row.unchanged,
    stale: row.stale,
    rejected: row.rejected,
    outsideRange: row.outside_range,
    durationMs: row.duration_ms,
  }))
}

const segmentRow = z.object({
  number: z.int(),
  entity: entityName,
  kind: z.enum(['transaction', 'created', 'updated', 'everything']),
  first_window: z.int(),
  end_window: z.int(),
  planned_count: z.int(),
  status: z.enum(segmentStatuses),
  statement_hash: z.string().nullable(),
  cursor: z
    .object({ key: z.string(), ids: z.array(z.string()), distinct: z.int(), done: z.boolean() })
    .nullable(),
  begun: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).partial().nullable(),
  pages: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  stale: z.int(),
  rejected: z.int(),
  outside_range: z.int(),
  duration_ms: z.int(),
})

const unread = {
  cursor: null,
  pages: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  stale: 0,
  rejected: 0,
  outside_range: 0,
}

/** Marks the segment as running. A restart forgets its place and its counts, not what it took, and reads it from its beginning. */
export async function startSegment(
  db: Kysely<StateDatabase>,
  runId: string,
  { number, statementHash, restart }: SegmentStart,
): Promise<void> {
  if (restart)
    await db.deleteFrom('pages').where('run_id', '=', runId).where('segment', '=', number).execute()
  const begun = restart ? { ...unread, begun_at_utc: sql<string>`pg_catalog.now()` } : {}
  const step = stepOf(db, runId, 'begin', { statement_hash: statementHash, error: null, ...begun })
  requireMoved(await step.where('number', '=', number).execute(), 'begin', [number])
}

/** Moves the segment on by one page and enters the page in the ledger, in one round trip. */
export async function advanceSegment(
  db: Kysely<StateDatabase>,
  page: PageCommit,
  rows: number,
  counts: WriteCounts,
): Promise<void> {
  const entered = db.with('entered', (cte) =>
    cte
      .insertInto('pages')
      .values({
        run_id: page.runId,
        segment: page.segment,
        number: page.pageNumber,
        request: page.request,
        intuit_tid: page.intuitTid ?? null,
        row_count: rows,
        duration_ms: Math.round(page.durationMs),
      })
      .returning('number'),
  )
  const name = page.done ? 'finish' : 'advance'
  const step = stepOf(entered, page.runId, name, {
    cursor: page.cursor === undefined ? null : jsonb(page.cursor),
    pages: sql<number>`pages + 1`,
    inserted: sql<number>`inserted + ${counts.inserted}::int`,
    updated: sql<number>`updated + ${counts.updated}::int`,
    unchanged: sql<number>`unchanged + ${counts.unchanged}::int`,
    stale: sql<number>`stale + ${counts.stale}::int`,
    rejected: sql<number>`rejected + ${counts.rejected}::int`,
    outside_range: sql<number>`outside_range + ${page.outsideRange}::int`,
    duration_ms: sql<number>`duration_ms + ${Math.round(page.elapsedMs)}::int`,
  })
  requireMoved(await step.where('number', '=', page.segment).execute(), name, [page.segment])
}

/**
 * Narrows a segment to the windows that it keeps, and enters those that it gives away as segments that go on from its
 * place. They were begun when it was: what it has read since is read for them too.
 */
export async function splitSegment(
  db: Kysely<StateDatabase>,
  runId: string,
  { kept, given }: SegmentSplit,
): Promise<void> {
  const step = stepOf(db, runId, 'split', {
    end_window: kept.endWindow,
    planned_count: kept.plannedCount,
    statement_hash: kept.statementHash,
  })
  requireMoved(await step.where('number', '=', kept.number).execute(), 'split', [kept.number])
  for (const part of given)
    await db
      .insertInto('segments')
      .columns([
        'run_id',
        'number',
        'entity',
        'kind',
        'first_window',
        'end_window',
        'planned_count',
        'statement_hash',
        'begun_at_utc',
        'cursor',
      ])
      .expression((from) =>
        from
          .selectFrom('segments')
          .select([
            'run_id',
            sql<number>`${part.number}::int`.as('number'),
            'entity',
            'kind',
            sql<number>`${part.firstWindow}::int`.as('first_window'),
            sql<number>`${part.endWindow}::int`.as('end_window'),
            sql<number>`${part.plannedCount}::int`.as('planned_count'),
            typed<string>(part.statementHash, 'text').as('statement_hash'),
            'begun_at_utc',
            // Its place, of which it has counted none itself.
            sql<string>`pg_catalog.jsonb_set(cursor, '{distinct}', '0')`.as('cursor'),
          ])
          .where('run_id', '=', runId)
          .where('number', '=', kept.number),
      )
      .execute()
}

export async function failSegment(
  db: Kysely<StateDatabase>,
  runId: string,
  number: number,
  error: unknown,
): Promise<void> {
  const step = stepOf(db, runId, 'fail', { error: jsonb(error) })
  requireMoved(await step.where('number', '=', number).execute(), 'fail', [number])
}

/** Segments that were cut short are pending again with their place kept; those of `reopen` will be read from the beginning. */
export async function reopenSegments(
  db: Kysely<StateDatabase>,
  runId: string,
  reopen: readonly number[],
): Promise<void> {
  await stepOf(db, runId, 'resume', { error: null }).execute()
  if (reopen.length === 0) return
  const step = stepOf(db, runId, 'reopen', { cursor: null, statement_hash: null })
  requireMoved(await step.where('number', 'in', reopen).execute(), 'reopen', reopen)
}

/** Takes a step with the segments whose state allows it, and with no others. */
function stepOf(
  db: Pick<Kysely<StateDatabase>, 'updateTable'>,
  runId: string,
  step: SegmentStep,
  more: UpdateObject<StateDatabase, 'segments'>,
): UpdateQueryBuilder<StateDatabase, 'segments', 'segments', { number: number }> {
  const moves = movesOf(step)
  const cases = moves.map(([from, to]) => sql`WHEN ${sql.lit(from)} THEN ${sql.lit(to)}`)
  return db
    .updateTable('segments')
    .set({ ...more, status: sql<SegmentStatus>`CASE status ${sql.join(cases, sql` `)} END` })
    .where('run_id', '=', runId)
    .where(
      'status',
      'in',
      moves.map(([from]) => from),
    )
    .returning('number')
}

function requireMoved(moved: readonly unknown[], step: SegmentStep, numbers: readonly number[]): void {
  // How many came back, not what a driver has made of their numbers.
  if (moved.length === numbers.length) return
  throw new Error(`The state of segment ${numbers.join(', ')} does not allow this step: ${step}.`)
}

export interface SegmentCounts extends WriteCounts {
  readonly pages: number
  readonly outsideRange: number
  /** Its share of what the entity took: those of an entity's segments add up to the time on the wall. */
  readonly durationMs: number
}

export interface StoredSegment extends PlannedSegment, SegmentCounts {
  readonly status: SegmentStatus
  readonly statementHash: string | undefined
  readonly cursor: ScanCursor | undefined
  /** When it was last begun from its beginning, by the database's clock. */
  readonly begunAt: string | undefined
  /** What it failed with. */
  readonly error?: { readonly code?: string | undefined; readonly message?: string | undefined } | undefined
}

export interface SegmentStart {
  readonly number: number
  readonly statementHash: string
  /** Whether it is read from its beginning, whatever was read of it before. */
  readonly restart: boolean
}

/** What a segment keeps of its windows, and the parts that it gives away. */
export interface SegmentSplit {
  readonly kept: PlannedSegment & { readonly statementHash: string }
  readonly given: readonly (PlannedSegment & { readonly statementHash: string })[]
}

/** One page with the place that it moves the segment to; all of it is committed, or none. */
export interface PageCommit {
  readonly runId: string
  readonly segment: number
  readonly entity: string
  readonly pageNumber: number
  readonly pageSize: number
  /** The answer as it came: a string, or its UTF-8. */
  readonly text: string | Uint8Array
  readonly recordsPath: readonly string[]
  readonly targets: readonly (RecordTarget | null)[]
  readonly cursor: ScanCursor | undefined
  readonly done: boolean
  readonly outsideRange: number
  /** A moment before the page was asked for: what it brings was not deleted before that. */
  readonly askedAt: Date
  /** Records that the source has and cannot give: entered among the rejects, and counted as such. */
  readonly poisoned: readonly PoisonedRow[]
  readonly request: string
  readonly intuitTid: string | undefined
  /** Of the request. */
  readonly durationMs: number
  /** What the entity took since the last commit of any of its pages. */
  readonly elapsedMs: number
}

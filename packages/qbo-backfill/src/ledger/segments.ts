import type { ScanCursor } from 'qbo-client'
import type { WriteCounts } from 'qbo-raw-sink'
import { sql, type Kysely, type UpdateObject, type UpdateQueryBuilder } from 'kysely'
import type { PlannedSegment } from '../plan/segment.js'
import type { PageCommit, StoredSegment } from '../store/store.js'
import { exactInstantText } from './instant-text.js'
import { movesOf, type SegmentStatus, type SegmentStep } from './segment-state.js'
import type { StateDatabase } from './tables.js'

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
  const rows = await db
    .selectFrom('segments')
    .selectAll()
    .select(exactInstantText('begun_at_utc').as('begun'))
    .where('run_id', '=', runId)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    number: row.number,
    entity: row.entity,
    kind: row.kind,
    firstWindow: row.first_window,
    endWindow: row.end_window,
    plannedCount: row.planned_count,
    status: row.status,
    statementHash: row.statement_hash ?? undefined,
    cursor: (row.cursor as ScanCursor | null) ?? undefined,
    begunAt: row.begun ?? undefined,
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

const unread = {
  cursor: null,
  pages: 0,
  inserted: 0,
  updated: 0,
  unchanged: 0,
  stale: 0,
  rejected: 0,
  outside_range: 0,
  duration_ms: 0,
}

/** Marks the segment as running. A restart forgets its place and its counts, and reads it from its beginning. */
export async function startSegment(
  db: Kysely<StateDatabase>,
  runId: string,
  number: number,
  statementHash: string,
  restart: boolean,
): Promise<void> {
  if (restart)
    await db.deleteFrom('pages').where('run_id', '=', runId).where('segment', '=', number).execute()
  const begun = restart ? { ...unread, begun_at_utc: sql<string>`now()` } : {}
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
    cursor: page.cursor === undefined ? null : JSON.stringify(page.cursor),
    pages: sql<number>`pages + 1`,
    inserted: sql<number>`inserted + ${counts.inserted}::int`,
    updated: sql<number>`updated + ${counts.updated}::int`,
    unchanged: sql<number>`unchanged + ${counts.unchanged}::int`,
    stale: sql<number>`stale + ${counts.stale}::int`,
    rejected: sql<number>`rejected + ${counts.rejected}::int`,
    outside_range: sql<number>`outside_range + ${page.outsideRange}::int`,
    duration_ms: sql<number>`duration_ms + ${Math.round(page.durationMs)}::int`,
  })
  requireMoved(await step.where('number', '=', page.segment).execute(), name, [page.segment])
}

export async function failSegment(
  db: Kysely<StateDatabase>,
  runId: string,
  number: number,
  error: unknown,
): Promise<void> {
  const step = stepOf(db, runId, 'fail', { error: JSON.stringify(error) })
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

function requireMoved(
  moved: readonly { readonly number: number }[],
  step: SegmentStep,
  numbers: readonly number[],
): void {
  const refused = numbers.filter((number) => !moved.some((row) => row.number === number))
  if (refused.length === 0) return
  throw new Error(`The state of segment ${refused.join(', ')} does not allow this step: ${step}.`)
}

import type { ScanCursor } from 'qbo-client'
import type { WriteCounts } from 'qbo-raw-sink'
import { sql, type Kysely } from 'kysely'
import type { PlannedSegment } from '../plan/segment.js'
import type { PageCommit, StoredSegment } from '../store/store.js'
import { exactInstantText } from './instant-text.js'
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

/** Marks the segment as running. A restart forgets its place and its counts, and reads it from its beginning. */
export async function startSegment(
  db: Kysely<StateDatabase>,
  runId: string,
  number: number,
  statementHash: string,
  restart: boolean,
): Promise<void> {
  const fresh = {
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
  if (restart)
    await db.deleteFrom('pages').where('run_id', '=', runId).where('segment', '=', number).execute()
  await db
    .updateTable('segments')
    .set({
      status: 'running',
      statement_hash: statementHash,
      error: null,
      ...(restart ? { ...fresh, begun_at_utc: sql<string>`now()` } : {}),
    })
    .where('run_id', '=', runId)
    .where('number', '=', number)
    .execute()
}

/** Moves the segment on by one page and enters the page in the ledger, in one round trip. */
export async function advanceSegment(
  db: Kysely<StateDatabase>,
  page: PageCommit,
  rows: number,
  counts: WriteCounts,
): Promise<void> {
  await db
    .with('entered', (cte) =>
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
    .updateTable('segments')
    .set({
      status: page.done ? 'done' : 'running',
      cursor: page.cursor === undefined ? null : JSON.stringify(page.cursor),
      pages: sql`pages + 1`,
      inserted: sql`inserted + ${counts.inserted}::int`,
      updated: sql`updated + ${counts.updated}::int`,
      unchanged: sql`unchanged + ${counts.unchanged}::int`,
      stale: sql`stale + ${counts.stale}::int`,
      rejected: sql`rejected + ${counts.rejected}::int`,
      outside_range: sql`outside_range + ${page.outsideRange}::int`,
      duration_ms: sql`duration_ms + ${Math.round(page.durationMs)}::int`,
    })
    .where('run_id', '=', page.runId)
    .where('number', '=', page.segment)
    .execute()
}

export async function failSegment(
  db: Kysely<StateDatabase>,
  runId: string,
  number: number,
  error: unknown,
): Promise<void> {
  await db
    .updateTable('segments')
    .set({ status: 'failed', error: JSON.stringify(error) })
    .where('run_id', '=', runId)
    .where('number', '=', number)
    .execute()
}

/** Segments that were cut short are pending again with their place kept; those of `reopen` will be read from the beginning. */
export async function reopenSegments(
  db: Kysely<StateDatabase>,
  runId: string,
  reopen: readonly number[],
): Promise<void> {
  await db
    .updateTable('segments')
    .set({ status: 'pending', error: null })
    .where('run_id', '=', runId)
    .where('status', 'in', ['running', 'failed'])
    .execute()
  if (reopen.length === 0) return
  await db
    .updateTable('segments')
    .set({ status: 'pending', error: null, cursor: null, statement_hash: null })
    .where('run_id', '=', runId)
    .where('number', 'in', reopen)
    .execute()
}

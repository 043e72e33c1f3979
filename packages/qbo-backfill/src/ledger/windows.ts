import { sql, type Kysely } from 'kysely'
import type { Window } from '../plan/window.js'
import type { WindowResult } from '../store/store.js'
import { dateText, instantText } from './instant-text.js'
import type { StateDatabase } from './tables.js'

/** All windows of an entity in one statement: ten years of days are more rows than a VALUES list has parameters. */
export async function insertWindows(
  db: Kysely<StateDatabase>,
  schema: string,
  runId: string,
  entity: string,
  windows: readonly Window[],
): Promise<void> {
  await sql`
    INSERT INTO ${sql.id(schema, 'windows')}
      (run_id, entity, number, window_start_utc, window_end_utc, first_date, end_date)
    SELECT ${runId}::text, ${entity}::text, ordinality - 1, (w->>'start')::timestamptz, (w->>'end')::timestamptz,
      (w->>'firstDate')::date, (w->>'endDate')::date
    FROM jsonb_array_elements(${JSON.stringify(windows)}::text::jsonb) WITH ORDINALITY AS planned(w, ordinality)`.execute(
    db,
  )
}

export async function selectWindows(
  db: Kysely<StateDatabase>,
  runId: string,
): Promise<ReadonlyMap<string, readonly Window[]>> {
  const rows = await db
    .selectFrom('windows')
    .select([
      'entity',
      instantText('window_start_utc').as('start'),
      instantText('window_end_utc').as('end'),
      dateText('first_date').as('firstDate'),
      dateText('end_date').as('endDate'),
    ])
    .where('run_id', '=', runId)
    .orderBy('entity')
    .orderBy('number')
    .execute()
  const byEntity = new Map<string, Window[]>()
  for (const { entity, ...window } of rows) {
    const windows = byEntity.get(entity)
    if (windows === undefined) byEntity.set(entity, [window])
    else windows.push(window)
  }
  return byEntity
}

export async function saveWindowResults(
  db: Kysely<StateDatabase>,
  schema: string,
  runId: string,
  results: readonly WindowResult[],
): Promise<void> {
  await sql`
    UPDATE ${sql.id(schema, 'windows')} AS stored
    SET expected = (r->>'expected')::int, loaded = (r->>'loaded')::int, status = r->>'status'
    FROM jsonb_array_elements(${JSON.stringify(results)}::text::jsonb) AS result(r)
    WHERE stored.run_id = ${runId} AND stored.entity = r->>'entity' AND stored.number = (r->>'number')::int`.execute(
    db,
  )
}

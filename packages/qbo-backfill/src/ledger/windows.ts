import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import type { Window } from '../plan/window.js'
import { dateText, instantText } from '../database/instant-text.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from './tables.js'
import { jsonb } from '../database/typed-parameter.js'

/** All windows of an entity in one statement: ten years of days are more rows than a VALUES list has parameters. */
export async function insertWindows(
  db: Kysely<StateDatabase>,
  schema: string,
  runId: string,
  byEntity: ReadonlyMap<string, readonly Window[]>,
): Promise<void> {
  for (const [entity, windows] of byEntity) {
    const numbered = windows.map((window, number) => ({ ...window, number }))
    await sql`
      INSERT INTO ${sql.id(schema, 'windows')}
        (run_id, entity, number, window_start_utc, window_end_utc, first_date, end_date)
      SELECT ${runId}::text, ${entity}::text, number, "start", "end", "firstDate", "endDate"
      FROM pg_catalog.jsonb_to_recordset(${jsonb(numbered)})
        AS planned(number int, "start" timestamptz, "end" timestamptz, "firstDate" date, "endDate" date)`.execute(
      db,
    )
  }
}

const windowRow = z.object({
  entity: z.string(),
  start: z.string(),
  end: z.string(),
  firstDate: z.string(),
  endDate: z.string(),
})

/** @param entity the only one that is asked for: a run of all entities has some hundred thousand windows */
export async function selectWindows(
  db: Kysely<StateDatabase>,
  runId: string,
  entity?: string,
): Promise<ReadonlyMap<string, readonly Window[]>> {
  const asked = db
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
  const wanted = entity === undefined ? asked : asked.where('entity', '=', entity)
  const rows = await readRows(db, 'the windows of a run', windowRow, wanted)
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
    SET expected = result.expected, loaded = result.loaded, status = result.status
    FROM pg_catalog.jsonb_to_recordset(${jsonb(results)})
      AS result(entity text, number int, expected int, loaded int, status text)
    WHERE stored.run_id = ${runId} AND stored.entity = result.entity AND stored.number = result.number`.execute(
    db,
  )
}

export interface WindowResult {
  readonly entity: string
  readonly number: number
  readonly expected: number | undefined
  readonly loaded: number
  readonly status: string
}

import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { dateText } from '../database/instant-text.js'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'
import type { WitnessMonth } from '../verdict/witness.js'
import type { StateDatabase } from './tables.js'

/** What a run before it was resumed had found is of the past. */
export async function saveWitnessMonths(
  db: Kysely<StateDatabase>,
  schema: string,
  runId: string,
  months: readonly WitnessMonth[],
): Promise<void> {
  await db.deleteFrom('witness').where('run_id', '=', runId).execute()
  if (months.length === 0) return
  await sql`
    INSERT INTO ${sql.id(schema, 'witness')}
      (run_id, entity, type, month, reported_count, reported_sum, stored_count, stored_sum)
    SELECT ${runId}::text, entity, type, month, reported, "reportedSum"::numeric, stored, "storedSum"::numeric
    FROM pg_catalog.jsonb_to_recordset(${jsonb(months)})
      AS found(entity text, type text, month date, reported int, "reportedSum" text, stored int, "storedSum" text)`.execute(
    db,
  )
}

const monthRow: z.ZodType<WitnessMonth> = z.object({
  entity: z.string(),
  type: z.string(),
  month: z.string(),
  reported: z.int(),
  reportedSum: z.string().nullable(),
  stored: z.int(),
  storedSum: z.string().nullable(),
})

export async function selectWitnessMonths(
  db: Kysely<StateDatabase>,
  runId: string,
): Promise<readonly WitnessMonth[]> {
  const asked = db
    .selectFrom('witness')
    .select([
      'entity',
      'type',
      dateText('month').as('month'),
      'reported_count as reported',
      sql<string | null>`reported_sum::text`.as('reportedSum'),
      'stored_count as stored',
      sql<string | null>`stored_sum::text`.as('storedSum'),
    ])
    .where('run_id', '=', runId)
    .orderBy('entity')
    .orderBy('type')
    .orderBy(sql`witness.month`)
  return readRows(db, 'what reports list', monthRow, asked)
}

import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { readRows } from '../../database/read-rows.js'
import type { StateDatabase } from '../tables.js'

/** Entities that finished runs of the company have read. */
export async function loadedEntities(
  db: Kysely<StateDatabase>,
  schema: string,
  realmId: string,
): Promise<readonly string[]> {
  const rows = await readRows(
    db,
    'the entities of the runs',
    z.object({ entity: z.string() }),
    sql`
      SELECT DISTINCT asked.entity FROM ${sql.id(schema, 'runs')} AS runs
      CROSS JOIN LATERAL pg_catalog.jsonb_array_elements_text(runs.entities) AS asked(entity)
      WHERE runs.realm_id = ${realmId}::text AND runs.status IN ('green', 'yellow')
        AND (runs.totals->asked.entity->'leftOut') IS NULL`,
  )
  return rows.map(({ entity }) => entity)
}

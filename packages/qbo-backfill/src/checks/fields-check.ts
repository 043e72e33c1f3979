import { sql } from 'kysely'
import { fromRowsRead, type RowCheckScope } from './row-check.js'
import type { Check } from './check.js'

/**
 * Yellow if records bring a field that no run of this realm has seen before. The first run learns what there is. Nearly
 * every field is in the first rows already; of the others only what those lack is listed, at half the cost.
 */
export async function fieldsCheck(scope: RowCheckScope): Promise<Check> {
  const known = sql.id(scope.stateSchema, 'known_fields')
  const fresh = await sql<{ field: string; learned: boolean }>`
    WITH sample AS MATERIALIZED (
      SELECT DISTINCT jsonb_object_keys(payload) AS field
      FROM (SELECT payload ${fromRowsRead(scope)} WHERE jsonb_typeof(payload) = 'object' LIMIT 200) AS first_rows
    ), seen AS (
      SELECT field FROM sample
      UNION
      SELECT jsonb_object_keys(payload - (SELECT coalesce(array_agg(field), '{}') FROM sample)) ${fromRowsRead(scope)}
      WHERE jsonb_typeof(payload) = 'object'
    ), before AS (
      SELECT EXISTS (
        SELECT FROM ${known} WHERE realm_id = ${scope.realmId} AND entity = ${scope.entity} AND first_run_id <> ${scope.runId}
      ) AS learned
    ), added AS (
      INSERT INTO ${known} (realm_id, entity, field, first_run_id)
      SELECT ${scope.realmId}, ${scope.entity}, field, ${scope.runId} FROM seen
      ON CONFLICT DO NOTHING
      RETURNING field
    )
    SELECT field, learned FROM added, before
    UNION
    SELECT field, learned FROM ${known}, before
    WHERE realm_id = ${scope.realmId} AND entity = ${scope.entity} AND first_run_id = ${scope.runId}
    ORDER BY field`.execute(scope.db)
  const fields = fresh.rows.filter((row) => row.learned).map((row) => row.field)
  return {
    entity: scope.entity,
    name: 'fields',
    status: fields.length === 0 ? 'green' : 'yellow',
    message:
      fields.length === 0
        ? `${scope.entity}: no field is new.`
        : `${scope.entity}: QuickBooks sends fields that were never seen before: ${fields.join(', ')}.`,
    details: { fields },
  }
}

import { sql } from 'kysely'
import type { Check } from './check.js'
import { fromRowsRead, type RowCheck, type RowCheckScope } from './row-check.js'

interface OtherFields {
  /** What single rows have beside the expected fields: each combination once. */
  readonly other_fields: readonly (readonly string[])[] | null
}

/**
 * Yellow if records bring a field that no run of this realm has seen before. The first run learns what there is. Nearly
 * every field is in the first rows already; of the others only what those lack is listed, at half the cost.
 */
export async function fieldsCheck(scope: RowCheckScope): Promise<RowCheck<OtherFields>> {
  const expected = await fieldsOfFirstRows(scope)
  const others = sql`CASE jsonb_typeof(payload) WHEN 'object' THEN payload - ${expected}::text[] ELSE '{}' END`
  return {
    // Hardly any row has others: to list none costs a third of the check.
    facts: sql`CASE WHEN ${others} <> '{}' THEN (SELECT jsonb_agg(field) FROM jsonb_object_keys(${others}) AS field) END AS other_fields`,
    summary: sql`jsonb_agg(DISTINCT other_fields) FILTER (WHERE other_fields IS NOT NULL) AS other_fields`,
    judge: (found) => judge(scope, [...expected, ...found.flatMap((part) => part.other_fields ?? []).flat()]),
  }
}

async function fieldsOfFirstRows(scope: RowCheckScope): Promise<readonly string[]> {
  const first = await sql<{ field: string }>`
    SELECT DISTINCT jsonb_object_keys(payload) AS field
    FROM (SELECT payload ${fromRowsRead(scope)} WHERE jsonb_typeof(payload) = 'object' LIMIT 200) AS first_rows
  `.execute(scope.db)
  return first.rows.map((row) => row.field)
}

/** Learns the fields, and tells those that this run is the first to see. */
async function judge(scope: RowCheckScope, seen: readonly string[]): Promise<Check> {
  const known = sql.id(scope.stateSchema, 'known_fields')
  const fresh = await sql<{ field: string; learned: boolean }>`
    WITH before AS (
      SELECT EXISTS (
        SELECT FROM ${known} WHERE realm_id = ${scope.realmId} AND entity = ${scope.entity} AND first_run_id <> ${scope.runId}
      ) AS learned
    ), added AS (
      INSERT INTO ${known} (realm_id, entity, field, first_run_id)
      SELECT ${scope.realmId}, ${scope.entity}, field, ${scope.runId}
      FROM jsonb_array_elements_text(${JSON.stringify([...new Set(seen)])}::text::jsonb) AS field
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

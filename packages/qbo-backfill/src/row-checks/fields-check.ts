import { sql } from 'kysely'
import { z } from 'zod'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'
import type { Check } from '../verdict/check.js'
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
  const known = sql`ARRAY(SELECT pg_catalog.jsonb_array_elements_text(${jsonb(expected)}))`
  const others = sql`CASE pg_catalog.jsonb_typeof(payload) WHEN 'object' THEN payload - (SELECT ${known}) ELSE '{}' END`
  return {
    // Hardly any row has others: to list none costs a third of the check.
    facts: sql`CASE WHEN ${others} <> '{}' THEN (SELECT pg_catalog.jsonb_agg(field) FROM pg_catalog.jsonb_object_keys(${others}) AS field) END AS other_fields`,
    summary: sql`pg_catalog.jsonb_agg(DISTINCT other_fields) FILTER (WHERE other_fields IS NOT NULL) AS other_fields`,
    found: z.object({ other_fields: z.array(z.array(z.string())).nullable() }),
    judge: (found) => judge(scope, [...expected, ...found.flatMap((part) => part.other_fields ?? []).flat()]),
  }
}

async function fieldsOfFirstRows(scope: RowCheckScope): Promise<readonly string[]> {
  const asked = sql`
    SELECT DISTINCT pg_catalog.jsonb_object_keys(payload) AS field
    FROM (SELECT payload ${fromRowsRead(scope)} WHERE pg_catalog.jsonb_typeof(payload) = 'object' LIMIT 200) AS first_rows`
  const first = await readRows(
    scope.db,
    `the fields of ${scope.entity}`,
    z.object({ field: z.string() }),
    asked,
  )
  return first.map((row) => row.field)
}

/** Learns the fields, and tells those that this run is the first to see. */
async function judge(scope: RowCheckScope, seen: readonly string[]): Promise<Check> {
  const known = sql.id(scope.stateSchema, 'known_fields')
  const ofEntity = sql`realm_id = ${scope.realmId} AND entity = ${scope.entity}`
  const asked = sql`
    SELECT field FROM ${known} WHERE ${ofEntity} AND first_run_id = ${scope.runId}
      AND EXISTS (SELECT FROM ${known} WHERE ${ofEntity} AND first_run_id <> ${scope.runId})
    ORDER BY field`
  const fresh = await inOwnTransaction(scope.db, async (trx) => {
    await sql`
      INSERT INTO ${known} (realm_id, entity, field, first_run_id)
      SELECT ${scope.realmId}::text, ${scope.entity}::text, field, ${scope.runId}::text
      FROM pg_catalog.jsonb_array_elements_text(${jsonb([...new Set(seen)])}) AS field
      ON CONFLICT DO NOTHING`.execute(trx)
    return readRows(trx, `the fields of ${scope.entity}`, z.object({ field: z.string() }), asked)
  })
  const fields = fresh.map((row) => row.field)
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

import { sql, type RawBuilder } from 'kysely'
import { createRawSink, type Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { readRows } from '../../database/read-rows.js'
import { jsonb } from '../../database/typed-parameter.js'
import type { Check } from '../../verdict/check.js'
import type { MissingRow } from '../../verdict/missing-row.js'

/** Rows as a person knows them, by entity. */
export type NamedRows = Readonly<Record<string, readonly MissingRow[]>>

/** Parts of a check's details that list Ids of its entity. */
const idLists = ['ids', 'undated', 'unreadable', 'appearedIds', 'changedIds', 'leftIds'] as const

/** What the checks name by Id only, looked up in the tables: nobody finds a document in QuickBooks by its Id. */
export async function namedRows(
  db: Database,
  { rawSchema, realmId }: { readonly rawSchema: string; readonly realmId: string },
  checks: readonly Check[],
): Promise<NamedRows> {
  const sink = createRawSink({ db, schema: rawSchema })
  const wanted = new Map<string, Set<string>>()
  for (const { entity, status, details } of checks) {
    if (status === 'green') continue
    const known = wanted.get(entity) ?? new Set()
    wanted.set(entity, known)
    for (const id of idsIn(details)) known.add(id)
  }
  const named: Record<string, readonly MissingRow[]> = {}
  for (const [entity, ids] of wanted) {
    if (ids.size === 0) continue
    const table = sql.id(rawSchema, sink.tableName(entity))
    named[entity] = await readRows(db, `the rows of ${entity}`, rowShape, statement(table, realmId, [...ids]))
  }
  return named
}

function idsIn(details: Check['details']): readonly string[] {
  const listed = idLists.flatMap((name) => (Array.isArray(details[name]) ? (details[name] as unknown[]) : []))
  return listed.filter((id) => typeof id === 'string')
}

/** As they stand in the table now: what a row is called outlives what a check has said of it. */
function statement(table: RawBuilder<unknown>, realmId: string, ids: readonly string[]): RawBuilder<unknown> {
  const text = (field: string): RawBuilder<unknown> => sql`payload->>${field}::text`
  return sql`
    SELECT id, ${text('DocNumber')} AS number, ${text('TxnDate')} AS date,
      coalesce(payload->'CustomerRef'::text->>'name'::text, payload->'VendorRef'::text->>'name'::text,
        ${text('DisplayName')}, ${text('Name')}) AS name,
      CASE pg_catalog.jsonb_typeof(payload->'TotalAmt'::text) WHEN 'number' THEN ${text('TotalAmt')} END AS amount
    FROM ${table}
    WHERE realm_id = ${realmId}::text AND id IN (SELECT pg_catalog.jsonb_array_elements_text(${jsonb(ids)}))
    ORDER BY id COLLATE "C"`
}

const nullable = z.string().nullable()

const rowShape = z
  .object({ id: z.string(), number: nullable, date: nullable, name: nullable, amount: nullable })
  .transform(({ id, ...known }): MissingRow => {
    const said = Object.entries(known).filter(([, text]) => text !== null)
    return { id, ...Object.fromEntries(said) }
  })

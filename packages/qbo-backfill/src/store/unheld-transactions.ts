import { sql } from 'kysely'
import { entities } from 'qbo-client'
import type { Database, RawSink } from 'qbo-raw-sink'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'

const transactions = entities.filter(
  ({ strategy, dateField }) => strategy === 'transaction' || dateField !== undefined,
)

const named = z.object({ name: z.string() })

/** Those of the Ids that no table of transactions has a row of, alive or not. QuickBooks numbers all its transactions together. */
export async function unheldTransactions(
  db: Database,
  sink: RawSink,
  realmId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const tables = transactions.map(({ name }) => sink.tableName(name))
  const made = await readRows(
    db,
    'the tables of transactions',
    named,
    sql`SELECT relname::text AS name FROM pg_catalog.pg_class
      JOIN pg_catalog.pg_namespace AS space ON space.oid = relnamespace
      WHERE nspname = ${sink.schema}::text AND relkind IN ('r', 'p')
        AND relname IN (SELECT pg_catalog.jsonb_array_elements_text(${jsonb(tables)}))`,
  )
  const unheld = made.map(
    ({ name }) =>
      sql`NOT EXISTS (SELECT FROM ${sql.id(sink.schema, name)} AS held
        WHERE held.realm_id = ${realmId}::text AND held.id = listed.id)`,
  )
  const found = await readRows(
    db,
    'transactions that no table holds',
    named,
    sql`SELECT listed.id AS name FROM pg_catalog.jsonb_array_elements_text(${jsonb(ids)}) AS listed(id)
      WHERE ${unheld.length === 0 ? sql`true` : sql.join(unheld, sql` AND `)}`,
  )
  return found.map(({ name }) => name)
}

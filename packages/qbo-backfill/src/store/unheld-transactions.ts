import { sql } from 'kysely'
import { entities } from 'qbo-client'
import type { Database, RawSink } from 'qbo-raw-sink'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'
import { isTransaction } from '../plan/entity-range.js'

const transactions = entities.filter(isTransaction)

const named = z.object({ name: z.string() })

/** Those of the Ids of which no table of transactions has a row, alive or not, and which are not listed as rejected either. */
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
  const rejected = sql`EXISTS (SELECT FROM ${sql.id(sink.schema, 'qb_rejects')} AS reject
    WHERE reject.realm_id = ${realmId}::text AND reject.record_id = listed.id AND reject.resolved_at IS NULL
      AND reject.entity IN (SELECT pg_catalog.jsonb_array_elements_text(${jsonb(transactions.map(({ name }) => name))})))`
  const found = await readRows(
    db,
    'transactions that no table holds',
    named,
    sql`SELECT listed.id AS name FROM pg_catalog.jsonb_array_elements_text(${jsonb(ids)}) AS listed(id)
      WHERE ${sql.join([sql`NOT ${rejected}`, ...unheld], sql` AND `)}`,
  )
  return found.map(({ name }) => name)
}

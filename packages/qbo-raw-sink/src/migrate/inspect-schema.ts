import { sql } from 'kysely'
import { z } from 'zod'
import { serverEncoding } from '../database-encoding.js'
import { answer, answers, asJson, parameter, textArray, textOf, type Database } from '../database.js'
import { ledgerTable, type ServerTraits } from './migration.js'
import type { SchemaState } from './plan-migrations.js'

/** Reads the catalogs and our ledger; needs no right but USAGE of the schema and SELECT on the ledger. */
export async function inspectSchema(
  db: Database,
  schema: string,
  tables: readonly string[],
): Promise<SchemaState> {
  const names = [ledgerTable, ...tables]
  const found = await answer(
    db,
    asJson(sql`
SELECT ${serverEncoding} AS encoding, pg_catalog.count(n.oid) > 0::bigint AS "schemaExists",
       coalesce(pg_catalog.json_agg(c.relname) FILTER (WHERE c.relname IS NOT NULL), '[]') AS relations
FROM pg_catalog.pg_namespace AS n LEFT JOIN pg_catalog.pg_class AS c
  ON c.relnamespace = n.oid AND c.relname::text = ANY (${textArray(names)})
WHERE n.nspname = ${parameter(schema, 'text')}`),
    z.object({ encoding: z.string(), schemaExists: z.boolean(), relations: z.array(z.string()) }),
    `look at the schema ${schema}`,
  )
  const relations = new Set(found.relations)
  const ledgerExists = relations.has(ledgerTable)
  return {
    encoding: found.encoding,
    schemaExists: found.schemaExists,
    ledgerExists,
    relations,
    versions: ledgerExists ? await readLedger(db, schema, tables) : new Map(),
  }
}

async function readLedger(
  db: Database,
  schema: string,
  tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await answers(
    db,
    asJson(sql`
SELECT table_name AS "table", pg_catalog.max(version) AS version FROM ${sql.id(schema, ledgerTable)}
WHERE table_name = ANY (${textArray(tables)}) GROUP BY 1`),
    z.object({ table: z.string(), version: z.int() }),
    `read ${schema}.${ledgerTable}`,
  )
  return new Map(rows.map((row) => [row.table, row.version]))
}

export async function inspectServer(db: Database): Promise<ServerTraits> {
  // The value is listed only where the server was built with lz4 (PGlite is not).
  const listed = await textOf(
    db,
    sql`SELECT (EXISTS (SELECT FROM pg_catalog.pg_settings
      WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)))::text`,
    'look at the server',
  )
  return { lz4: listed === 'true' }
}

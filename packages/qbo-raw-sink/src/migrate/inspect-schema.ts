import { sql } from 'kysely'
import { run, textArray, type Database } from '../database.js'
import { ledgerTable, type ServerTraits } from './migration.js'
import type { SchemaState } from './plan-migrations.js'

/** Reads the catalogs and our ledger; needs no right but USAGE of the schema and SELECT on the ledger. */
export async function inspectSchema(
  db: Database,
  schema: string,
  tables: readonly string[],
): Promise<SchemaState> {
  const names = [ledgerTable, ...tables]
  const found = await run(
    db,
    sql<{ name: string | null }>`
SELECT c.relname::text AS name
FROM pg_namespace AS n LEFT JOIN pg_class AS c ON c.relnamespace = n.oid AND c.relname::text = ANY (${textArray(names)})
WHERE n.nspname = ${schema}::text`,
    `look at the schema ${schema}`,
  )
  const relations = new Set(found.flatMap(({ name }) => (name === null ? [] : [name])))
  const ledgerExists = relations.has(ledgerTable)
  return {
    schemaExists: found.length > 0,
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
  const rows = await run(
    db,
    sql<{ table_name: string; version: number }>`
SELECT table_name, max(version)::int AS version FROM ${sql.id(schema, ledgerTable)}
WHERE table_name = ANY (${textArray(tables)}) GROUP BY 1`,
    `read ${schema}.${ledgerTable}`,
  )
  return new Map(rows.map((row) => [row.table_name, row.version]))
}

export async function inspectServer(db: Database): Promise<ServerTraits> {
  // The value is listed only where the server was built with lz4 (PGlite is not).
  const rows = await run(
    db,
    sql<{ lz4: boolean }>`
SELECT 'lz4' = ANY (enumvals) AS lz4 FROM pg_settings WHERE name = 'default_toast_compression'`,
    'look at the server',
  )
  return { lz4: rows[0]?.lz4 === true }
}

import { sql, type Kysely } from 'kysely'
import { fail, messageOf, ok, warn, type Finding } from './finding.js'

/** Tries what a run does, in a transaction that is rolled back: a schema, a table, a row. */
export async function checkRights<DB>(db: Kysely<DB>, schemas: readonly string[]): Promise<Finding> {
  const refused = await tryToCreate(db, schemas)
  if (refused === undefined)
    return ok('rights', 'This role may create schemas and tables, and write to them.')
  const unwritable = await unwritableTables(db, schemas)
  if (unwritable === undefined)
    return fail(
      'rights',
      `This role may not create the tables, and they are not there: ${refused}`,
      'As a role that may, run qbo-backfill migrate --entities …, and grant USAGE on the schemas and SELECT, INSERT, UPDATE, DELETE on the tables.',
    )
  if (unwritable.length > 0)
    return fail(
      'rights',
      `This role may not write to ${unwritable.slice(0, 5).join(', ')}.`,
      'Grant it SELECT, INSERT, UPDATE, DELETE on the tables of both schemas.',
    )
  return warn(
    'rights',
    'This role may write to the tables, and may not create any.',
    'For new entities and new versions, run qbo-backfill migrate --entities … as a role that may.',
  )
}

const rollback = new Error('rolled back on purpose')

/** Why it is not allowed; undefined if it is. */
async function tryToCreate<DB>(db: Kysely<DB>, schemas: readonly string[]): Promise<string | undefined> {
  try {
    await db.transaction().execute(async (trx) => {
      for (const schema of schemas) {
        const table = sql.id(schema, 'qbo_backfill_doctor')
        // IF NOT EXISTS asks for the right to create also where the schema is there.
        const there = await sql<{ there: boolean }>`
          SELECT to_regnamespace(quote_ident(${schema})) IS NOT NULL AS there`.execute(trx)
        if (there.rows[0]?.there !== true) await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(trx)
        await sql`CREATE TABLE ${table} (id integer)`.execute(trx)
        await sql`INSERT INTO ${table} VALUES (1)`.execute(trx)
      }
      throw rollback
    })
    return undefined
  } catch (error) {
    return error === rollback ? undefined : messageOf(error)
  }
}

/** Tables of the schemas that this role may not write to; undefined if a schema has none. */
async function unwritableTables<DB>(
  db: Kysely<DB>,
  schemas: readonly string[],
): Promise<readonly string[] | undefined> {
  const found = await sql<{ schema: string; name: string; writable: boolean }>`
    SELECT n.nspname AS schema, n.nspname || '.' || c.relname AS name,
      has_schema_privilege(n.oid, 'USAGE')
        AND has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
        AND has_table_privilege(c.oid, 'UPDATE') AS writable
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
      AND n.nspname IN (SELECT jsonb_array_elements_text(${JSON.stringify(schemas)}::text::jsonb))
    ORDER BY 2`.execute(db)
  const present = new Set(found.rows.map((row) => row.schema))
  if (schemas.some((schema) => !present.has(schema))) return undefined
  // The ledgers of migrations are written by migrations only.
  return found.rows.filter((row) => !row.writable && !row.name.endsWith('migrations')).map((row) => row.name)
}

import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'
import type { Words } from '../language.js'
import { fail, ok, warn, type Look } from './finding.js'

/** Tries what a run does, in a transaction that is rolled back: a schema, a table, a row. The engine's schema comes first. */
export async function checkRights<DB>(db: Kysely<DB>, schemas: readonly string[]): Promise<Look> {
  const refused = await tryToCreate(db, schemas)
  if (refused === undefined)
    return ok('rights', {
      en: 'This role may create schemas and tables, and write to them.',
      es: 'Este rol puede crear esquemas y tablas, y escribir en ellos.',
    })
  const needed = neededRights(schemas)
  const unwritable = await unwritableTables(db, schemas)
  if (unwritable === undefined)
    return fail(
      'rights',
      {
        en: `This role may not create the tables, and they are not there: ${refused}`,
        es: `Este rol no puede crear las tablas, y no existen: «${refused}»`,
      },
      {
        en: `As a role that may, run qbo-backfill migrate --entities …, and grant USAGE on the schemas, ${needed.en}.`,
        es: `Con un rol que pueda, ejecute qbo-backfill migrate --entities …, y otorgue USAGE en los esquemas, ${needed.es}.`,
      },
    )
  if (unwritable.length > 0)
    return fail(
      'rights',
      {
        en: `This role may not write to ${unwritable.slice(0, 5).join(', ')}.`,
        es: `Este rol no puede escribir en ${unwritable.slice(0, 5).join(', ')}.`,
      },
      { en: `Grant it ${needed.en}.`, es: `Otórguele ${needed.es}.` },
    )
  return warn(
    'rights',
    {
      en: 'This role may write to the tables, and may not create any.',
      es: 'Este rol puede escribir en las tablas, y no puede crear ninguna.',
    },
    {
      en: 'For new entities and new versions, run qbo-backfill migrate --entities … as a role that may.',
      es: 'Para entidades y versiones nuevas, ejecute qbo-backfill migrate --entities … con un rol que pueda.',
    },
  )
}

/** Rows stay; of what the engine keeps, a page that is read anew goes. */
function neededRights([state, raw]: readonly string[]): Words {
  return {
    en: `SELECT, INSERT, UPDATE on the tables of "${raw}", and these and DELETE on those of "${state}"`,
    es: `SELECT, INSERT y UPDATE en las tablas de "${raw}", y los mismos más DELETE en las de "${state}"`,
  }
}

const rollback = new Error('rolled back on purpose')

/** Why it is not allowed; undefined if it is. */
async function tryToCreate<DB>(db: Kysely<DB>, schemas: readonly string[]): Promise<string | undefined> {
  try {
    await inOwnTransaction(db, async (trx) => {
      for (const schema of schemas) {
        const table = sql.id(schema, 'qbo_backfill_doctor')
        // IF NOT EXISTS asks for the right to create also where the schema is there.
        const there = await sql`SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${schema}::text`.execute(
          trx,
        )
        if (there.rows.length === 0) await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(trx)
        await sql`CREATE TABLE ${table} (id integer)`.execute(trx)
        await sql`INSERT INTO ${table} VALUES (1)`.execute(trx)
      }
      throw rollback
    })
    return undefined
  } catch (error) {
    return error === rollback ? undefined : String((error as Error).message)
  }
}

const tableRow = z.object({ schema: z.string(), name: z.string(), writable: z.boolean() })

/** Tables of the schemas that this role may not write to; undefined if a schema has none. */
async function unwritableTables<DB>(
  db: Kysely<DB>,
  schemas: readonly string[],
): Promise<readonly string[] | undefined> {
  const asked = sql`
    SELECT n.nspname AS schema, n.nspname::text || '.' || c.relname::text AS name,
      pg_catalog.has_schema_privilege(n.oid, 'USAGE')
        AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AND pg_catalog.has_table_privilege(c.oid, 'INSERT')
        AND pg_catalog.has_table_privilege(c.oid, 'UPDATE')
        AND (n.nspname::text <> ${schemas[0] ?? ''}::text OR pg_catalog.has_table_privilege(c.oid, 'DELETE')) AS writable
    FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p')
      AND n.nspname IN (SELECT pg_catalog.jsonb_array_elements_text(${jsonb(schemas)}))
    ORDER BY 2`
  const found = await readRows(db, 'the rights of this role', tableRow, asked)
  const present = new Set(found.map((row) => row.schema))
  if (schemas.some((schema) => !present.has(schema))) return undefined
  // The ledgers of migrations are written by migrations only.
  return found.filter((row) => !row.writable && !row.name.endsWith('migrations')).map((row) => row.name)
}

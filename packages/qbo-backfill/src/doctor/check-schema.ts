import { counted } from '../verdict/counted.js'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { entityTables, type RawSink } from 'qbo-raw-sink'
import { pendingStateMigrations } from '../ledger/migrate.js'
import { readRows } from '../database/read-rows.js'
import type { Words } from '../language.js'
import { errorWords } from '../failure/error-words.js'
import { fail, ok, warn, type Look } from './finding.js'

/** Whether the tables of both packages are of the version that this code expects, or will be once a run has begun. */
export async function checkSchema(
  db: Kysely<unknown>,
  stateSchema: string,
  sink: RawSink,
  mayMigrate: boolean,
): Promise<readonly Look[]> {
  return [await stateFinding(db, stateSchema, mayMigrate), await rawFinding(db, sink, mayMigrate)]
}

async function stateFinding(db: Kysely<unknown>, schema: string, mayMigrate: boolean): Promise<Look> {
  try {
    const pending = await pendingStateMigrations(db, schema)
    if (pending === 0)
      return ok('state', {
        en: `The engine's tables in "${schema}" are up to date.`,
        es: `Las tablas del motor en "${schema}" están al día.`,
      })
    const lacking = {
      en: `The engine's tables in "${schema}" lack ${counted(pending, 'migration')}`,
      es: `A las tablas del motor en "${schema}" les faltan migraciones (${pending})`,
    }
    return lackingFinding('state', lacking, mayMigrate, '…')
  } catch (error) {
    return fail('state', errorWords(error), {
      en: 'Update qbo-backfill here to the version that is used elsewhere.',
      es: 'Actualice qbo-backfill aquí a la versión que se usa en otras partes.',
    })
  }
}

async function rawFinding(db: Kysely<unknown>, sink: RawSink, mayMigrate: boolean): Promise<Look> {
  try {
    const entities = await presentEntities(db, sink.schema)
    if (entities.length === 0)
      return ok('tables', {
        en: `There are no raw tables in "${sink.schema}" yet; the first run makes those that it needs.`,
        es: `Todavía no hay tablas crudas en "${sink.schema}"; la primera corrida crea las que necesita.`,
      })
    const pending = await sink.pendingMigrations({ entities })
    if (pending.length === 0)
      return ok('tables', {
        en: `The ${entities.length} raw tables in "${sink.schema}" are up to date.`,
        es: `Las tablas crudas en "${sink.schema}" (${entities.length}) están al día.`,
      })
    const named = pending.slice(0, 3).join('; ')
    const lacking = {
      en: `The raw tables in "${sink.schema}" lack ${counted(pending.length, 'migration')}: ${named}`,
      es: `A las tablas crudas en "${sink.schema}" les faltan migraciones (${pending.length}): «${named}»`,
    }
    return lackingFinding('tables', lacking, mayMigrate, entities.join(','))
  } catch (error) {
    return fail('tables', errorWords(error), {
      en: 'Take earlier tables over with qbo-backfill migrate --adopt, or name another schema with --schema.',
      es: 'Adopte las tablas anteriores con qbo-backfill migrate --adopt, o indique otro esquema con --schema.',
    })
  }
}

function lackingFinding(name: string, lacking: Words, mayMigrate: boolean, entities: string): Look {
  if (mayMigrate)
    return ok(name, {
      en: `${lacking.en}; the next run makes them.`,
      es: `${lacking.es}; la próxima corrida las hace.`,
    })
  return warn(
    name,
    { en: `${lacking.en}.`, es: `${lacking.es}.` },
    {
      en: `As a role that may, run qbo-backfill migrate --entities ${entities}`,
      es: `Con un rol que pueda, ejecute qbo-backfill migrate --entities ${entities}`,
    },
  )
}

async function presentEntities(db: Kysely<unknown>, schema: string): Promise<readonly string[]> {
  const asked = sql`
    SELECT c.relname AS name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = ${schema}::text AND c.relkind IN ('r', 'p')`
  const found = await readRows(db, 'the tables', z.object({ name: z.string() }), asked)
  const names = new Set(found.map((row) => row.name))
  return Object.entries(entityTables).flatMap(([entity, table]) => (names.has(table) ? [entity] : []))
}

import { counted } from '../verdict/counted.js'
import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { entityTables, type RawSink } from 'qbo-raw-sink'
import { pendingStateMigrations } from '../ledger/migrate.js'
import { readRows } from '../database/read-rows.js'
import { fail, messageOf, ok, warn, type Finding } from './finding.js'

/** Whether the tables of both packages are of the version that this code expects, or will be once a run has begun. */
export async function checkSchema(
  db: Kysely<unknown>,
  stateSchema: string,
  sink: RawSink,
  mayMigrate: boolean,
): Promise<readonly Finding[]> {
  return [await stateFinding(db, stateSchema, mayMigrate), await rawFinding(db, sink, mayMigrate)]
}

async function stateFinding(db: Kysely<unknown>, schema: string, mayMigrate: boolean): Promise<Finding> {
  try {
    const pending = await pendingStateMigrations(db, schema)
    if (pending === 0) return ok('state', `The engine's tables in "${schema}" are up to date.`)
    const message = `The engine's tables in "${schema}" lack ${counted(pending, 'migration')}`
    if (mayMigrate) return ok('state', `${message}; the next run makes them.`)
    return warn('state', `${message}.`, 'As a role that may, run qbo-backfill migrate --entities …')
  } catch (error) {
    return fail('state', messageOf(error), 'Update qbo-backfill here to the version that is used elsewhere.')
  }
}

async function rawFinding(db: Kysely<unknown>, sink: RawSink, mayMigrate: boolean): Promise<Finding> {
  const where = `raw tables in "${sink.schema}"`
  try {
    const entities = await presentEntities(db, sink.schema)
    if (entities.length === 0)
      return ok('tables', `There are no ${where} yet; the first run makes those that it needs.`)
    const pending = await sink.pendingMigrations({ entities })
    if (pending.length === 0) return ok('tables', `The ${entities.length} ${where} are up to date.`)
    const message = `The ${where} lack ${counted(pending.length, 'migration')}: ${pending.slice(0, 3).join('; ')}`
    if (mayMigrate) return ok('tables', `${message}; the next run makes them.`)
    return warn(
      'tables',
      `${message}.`,
      `As a role that may, run qbo-backfill migrate --entities ${entities.join(',')}`,
    )
  } catch (error) {
    return fail(
      'tables',
      messageOf(error),
      'Take earlier tables over with qbo-backfill migrate --adopt, or name another schema with --schema.',
    )
  }
}

async function presentEntities(db: Kysely<unknown>, schema: string): Promise<readonly string[]> {
  const asked = sql`
    SELECT c.relname AS name FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = ${schema}::text AND c.relkind IN ('r', 'p')`
  const found = await readRows(db, 'the tables', z.object({ name: z.string() }), asked)
  const names = new Set(found.map((row) => row.name))
  return Object.entries(entityTables).flatMap(([entity, table]) => (names.has(table) ? [entity] : []))
}

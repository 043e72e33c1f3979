import { sql, type Transaction } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { BackfillError } from '../errors.js'
import { state0001 } from './migrations/0001-state.js'
import { state0002 } from './migrations/0002-triggers.js'
import { sync0003 } from './migrations/0003-sync.js'

const migrations: readonly (readonly string[])[] = [state0001, state0002, sync0003]

/** Any number that all versions of this package agree on; the two-key form keeps it apart from other users' locks. */
const migrationLock = { space: 0x71626f, key: 1 }

/**
 * Brings the engine's tables up to date, in one transaction under a lock, so that concurrent starts wait for each other.
 *
 * @throws {BackfillError} `BACKFILL_SCHEMA_TOO_NEW` if a newer version of this package migrated the database.
 */
export async function migrateState(db: Database, schema: string): Promise<void> {
  if ((await pendingStateMigrations(db, schema)) === 0) return
  await db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(${migrationLock.space}, ${migrationLock.key})`.execute(trx)
    await createSchema(trx, schema)
    await sql`CREATE TABLE IF NOT EXISTS ${sql.id(schema, 'migrations')} (
      number integer PRIMARY KEY, migrated_at_utc timestamptz NOT NULL DEFAULT now())`.execute(trx)
    await applyFrom(trx, schema, await appliedVersion(trx, schema))
  })
}

/**
 * Looks into the catalog itself: IF NOT EXISTS asks this connection's cache, which does not know yet of the schema that
 * was committed while we waited for the lock.
 */
async function createSchema(trx: Transaction<unknown>, schema: string): Promise<void> {
  const found = await sql`SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${schema}`.execute(trx)
  if (found.rows.length === 0) await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(trx)
}

/** How many migrations are missing; writes nothing. */
export async function pendingStateMigrations(db: Database, schema: string): Promise<number> {
  const known = await sql<{ known: string | null }>`
    SELECT to_regclass(${`${quote(schema)}."migrations"`})::text AS known`.execute(db)
  if (known.rows[0]?.known == null) return migrations.length
  return migrations.length - (await appliedVersion(db, schema))
}

async function appliedVersion(db: Database, schema: string): Promise<number> {
  const result = await sql<{ version: number }>`
    SELECT coalesce(max(number), 0)::int AS version FROM ${sql.id(schema, 'migrations')}`.execute(db)
  const version = result.rows[0]?.version ?? 0
  if (version > migrations.length) {
    throw new BackfillError(
      'BACKFILL_SCHEMA_TOO_NEW',
      `Schema "${schema}" is at version ${version}, and this qbo-backfill knows ${migrations.length}. Update qbo-backfill.`,
    )
  }
  return version
}

async function applyFrom(trx: Transaction<unknown>, schema: string, version: number): Promise<void> {
  await sql`SELECT set_config('search_path', ${quote(schema)}, true)`.execute(trx)
  for (const [index, statements] of migrations.entries()) {
    if (index < version) continue
    await sql`INSERT INTO migrations (number) VALUES (${index + 1})`.execute(trx)
    for (const statement of statements) await sql.raw(statement).execute(trx)
  }
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

import { sql, type Transaction } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { BackfillError } from '../errors.js'
import { checkEncoding } from '../database/database-encoding.js'
import { state0001 } from './migrations/0001-state.js'
import { state0002 } from './migrations/0002-triggers.js'
import { sync0003 } from './migrations/0003-sync.js'
import { deletionGaps0004 } from './migrations/0004-deletion-gaps.js'
import { ownWindow0005 } from './migrations/0005-own-window.js'
import { witness0006 } from './migrations/0006-witness.js'
import { fleet0007 } from './migrations/0007-fleet.js'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'

const migrations: readonly (readonly string[])[] = [
  state0001,
  state0002,
  sync0003,
  deletionGaps0004,
  ownWindow0005,
  witness0006,
  fleet0007,
]

/** Any number that all versions of this package agree on; the two-key form keeps it apart from other users' locks. */
const migrationLock = { space: 0x71626f, key: 1 }

/**
 * Brings the engine's tables up to date, in one transaction under a lock, so that concurrent starts wait for each other.
 *
 * @throws {BackfillError} `BACKFILL_DATABASE_ENCODING` if the database is not in UTF-8, `BACKFILL_SCHEMA_TOO_NEW` if a newer version of this package migrated the database.
 */
export async function migrateState(db: Database, schema: string): Promise<void> {
  await checkEncoding(db)
  if ((await pendingStateMigrations(db, schema)) === 0) return
  await inOwnTransaction(db, async (trx) => {
    const { space, key } = migrationLock
    await sql`SELECT pg_catalog.pg_advisory_xact_lock(${sql.lit(space)}, ${sql.lit(key)})`.execute(trx)
    await createSchema(trx, schema)
    await sql`CREATE TABLE IF NOT EXISTS ${sql.id(schema, 'migrations')} (
      number integer PRIMARY KEY, migrated_at_utc timestamptz NOT NULL DEFAULT pg_catalog.now())`.execute(trx)
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
  return inOwnTransaction(db, async (trx) => {
    const known = await sql`
      SELECT WHERE pg_catalog.to_regclass(${`${quote(schema)}."migrations"`}::text) IS NOT NULL`.execute(trx)
    return migrations.length - (known.rows.length === 0 ? 0 : await appliedVersion(trx, schema))
  })
}

async function appliedVersion(db: Database, schema: string): Promise<number> {
  const asked = sql`SELECT coalesce(pg_catalog.max(number), 0) AS version FROM ${sql.id(schema, 'migrations')}`
  const [row] = await readRows(db, 'the migrations', z.object({ version: z.int() }), asked)
  const version = row?.version ?? 0
  if (version > migrations.length) {
    throw new BackfillError('BACKFILL_SCHEMA_TOO_NEW', {
      en: `Schema "${schema}" is at version ${version}, and this qbo-backfill knows ${migrations.length}. Update qbo-backfill.`,
      es: `El esquema "${schema}" está en la versión ${version}, y este qbo-backfill conoce hasta la ${migrations.length}. Actualice qbo-backfill.`,
    })
  }
  return version
}

async function applyFrom(trx: Transaction<unknown>, schema: string, version: number): Promise<void> {
  // What the migrations create has no schema in its name. pg_catalog is looked at first where it is not named.
  await sql`SELECT pg_catalog.set_config('search_path', ${`${quote(schema)}, pg_temp`}::text, true)`.execute(
    trx,
  )
  for (const [index, statements] of migrations.entries()) {
    if (index < version) continue
    await sql`INSERT INTO migrations (number) VALUES (${sql.lit(index + 1)})`.execute(trx)
    for (const statement of statements) await sql.raw(statement).execute(trx)
  }
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`
}

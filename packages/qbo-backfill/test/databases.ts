import { sql, type Kysely } from 'kysely'
import { createMigratedDatabase, createTestDatabase, type TestDatabase } from 'testkit'
import { openDatabase, postgresStore, type OpenDatabase } from '../src/index.js'

/** The databases that every behaviour of the engine must hold on. */
export const databases = ['PostgreSQL', 'PGlite'] as const
export type DatabaseKind = (typeof databases)[number]

export interface EmptyDatabase {
  readonly db: Kysely<Record<string, Record<string, unknown>>>
  /** Of a server: its URL, its pool. */
  readonly server?: TestDatabase
  readonly close: () => Promise<void>
}

/** A database with nothing in it, for one test. */
export async function emptyDatabase(kind: DatabaseKind): Promise<EmptyDatabase> {
  if (kind === 'PGlite') return emptyPglite()
  const server = await createTestDatabase()
  return { db: server.db, server, close: () => server.drop() }
}

/** A database with no rows, for one test: of a server with the tables of three entities, since all runs make the same. */
export async function databaseWithTables(kind: DatabaseKind): Promise<EmptyDatabase> {
  if (kind === 'PGlite') return emptyPglite()
  const server = await createMigratedDatabase('three_entities', async (url) => {
    const { db, close } = await openDatabase(url)
    await postgresStore({ db }).prepare(['Customer', 'Invoice', 'Item'])
    await close()
  })
  return { db: server.db, server, close: () => server.drop() }
}

/** One for all tests of a file, one after another: to start it takes two seconds of CPU, more than most of the tests. */
let shared: Promise<OpenDatabase> | undefined

async function emptyPglite(): Promise<EmptyDatabase> {
  shared ??= openDatabase('pglite:memory')
  const { db } = await shared
  // Settings and locks of the session too.
  await sql`DISCARD ALL`.execute(db)
  const schemas = await sql<{ name: string }>`
    SELECT nspname AS name FROM pg_namespace
    WHERE nspname NOT IN ('public', 'information_schema') AND nspname NOT LIKE 'pg\\_%'`.execute(db)
  for (const { name } of schemas.rows) await sql`DROP SCHEMA ${sql.id(name)} CASCADE`.execute(db)
  return { db: db as EmptyDatabase['db'], close: async () => undefined }
}

import { PGlite, types } from '@electric-sql/pglite'
import { Kysely, sql } from 'kysely'
import {
  createMigratedDatabase,
  createTestDatabase,
  depth,
  emptyPglite as loadDataDir,
  type TestDatabase,
} from 'testkit'
import { hexOf } from '../src/database/open-pglite.js'
import { pgliteDialect } from '../src/database/pglite-dialect.js'
import { openDatabase, postgresStore } from '../src/index.js'

/** The databases that every feature of the engine is shown on. */
export const databases = ['PostgreSQL', 'PGlite'] as const
export type DatabaseKind = (typeof databases)[number]

/** Where the rest of a feature is shown: what `npm test` asks a PGlite takes it as long as all it asks PostgreSQL. */
export const databasesInDepth = depth<readonly DatabaseKind[]>({
  quick: ['PostgreSQL'],
  deep: ['PGlite'],
})

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
  const server = await serverDatabaseWithTables()
  return { db: server.db, server, close: () => server.drop() }
}

/** The same of a server, with what a server has. */
export function serverDatabaseWithTables(): Promise<TestDatabase> {
  return createMigratedDatabase('three_entities', async (url) => {
    const { db, close } = await openDatabase(url)
    await postgresStore({ db }).prepare(['Customer', 'Invoice', 'Item'])
    await close()
  })
}

/** One for all files of a worker, one after another: most tests take less than its start. */
let shared: Promise<EmptyDatabase['db']> | undefined

async function emptyPglite(): Promise<EmptyDatabase> {
  shared ??= startPglite()
  const db = await shared
  // Settings and locks of the session too.
  await sql`DISCARD ALL`.execute(db)
  const schemas = await sql<{ name: string }>`
    SELECT nspname AS name FROM pg_namespace
    WHERE nspname NOT IN ('public', 'information_schema') AND nspname NOT LIKE 'pg\\_%'`.execute(db)
  for (const { name } of schemas.rows) await sql`DROP SCHEMA ${sql.id(name)} CASCADE`.execute(db)
  return { db, close: async () => undefined }
}

/** As `pglite:memory`, but that it is not made from nothing. */
async function startPglite(): Promise<EmptyDatabase['db']> {
  const pglite = await PGlite.create({
    loadDataDir: await loadDataDir(),
    serializers: { [types.BYTEA]: hexOf },
  })
  return new Kysely({ dialect: pgliteDialect(pglite) })
}

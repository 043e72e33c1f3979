import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  readonly url: string
  /* eslint-disable-next-line typescript/no-explicit-any -- the packages under test take a Kysely of any schema */
  readonly db: Kysely<any>
  readonly pool: pg.Pool
  drop(): Promise<void>
}

/** How a test's database differs from an empty one of the server. */
export interface TestDatabaseOptions {
  /** A database on that server to copy. */
  readonly template?: string | undefined
  /** Other than the server's: `LATIN1`. */
  readonly encoding?: string | undefined
}

/**
 * A database of its own on the PostgreSQL of the test run, or on another: empty, or a copy of a template on that server.
 * Call `drop` when the file is done.
 */
export async function createTestDatabase(
  serverUrl: string = inject('databaseUrl'),
  { template, encoding }: TestDatabaseOptions = {},
): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const how =
    encoding === undefined
      ? `TEMPLATE ${template ?? 'template1'}`
      : `ENCODING '${encoding}' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0`
  await administer(serverUrl, `CREATE DATABASE ${name} ${how} ${await byFiles(serverUrl)}`)
  const url = databaseOn(serverUrl, name)
  const pool = new pg.Pool({ connectionString: url, max: 10 })
  // A killed backend must not crash the test process; the query that was running on it reports the error.
  pool.on('error', () => undefined)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  return {
    url,
    db,
    pool,
    async drop() {
      await db.destroy()
      // Of a Kysely that was never asked it is still open.
      if (!pool.ending) await pool.end()
      await untilLeft(serverUrl, name)
      await administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** By server, the words that have it copy the files of a template. */
const strategies = new Map<string, Promise<string>>()

/** Page by page through the WAL, as PostgreSQL copies from 15 on, to create and to drop a database takes twice the CPU. */
function byFiles(serverUrl: string): Promise<string> {
  const known = strategies.get(serverUrl) ?? askForStrategy(serverUrl)
  strategies.set(serverUrl, known)
  return known
}

async function askForStrategy(serverUrl: string): Promise<string> {
  const hasAnother = "SELECT WHERE current_setting('server_version_num')::int >= 150000"
  return (await administer(serverUrl, hasAnother)) > 0 ? 'STRATEGY file_copy' : ''
}

/**
 * Waits for connections that are on their way out: a pool has ended before its sockets have, and a backend that is ended by
 * force meanwhile says so to a client that nobody listens to any more. What a test has left open is not waited for long.
 */
async function untilLeft(serverUrl: string, name: string): Promise<void> {
  for (let looks = 0; looks < 25; looks++) {
    const asked = `SELECT FROM pg_stat_activity WHERE datname = '${name}' LIMIT 1`
    if ((await administer(serverUrl, asked)) === 0) return
    await setTimeout(20)
  }
}

/** The templates that this process has seen made. */
const templates = new Map<string, Promise<string>>()

/**
 * A copy of a database that `migrate` has prepared once for the whole test run, on its PostgreSQL. To migrate from empty
 * takes longer than most of what a test then does.
 *
 * @param key - of what is prepared, a word
 */
export async function createMigratedDatabase(
  key: string,
  migrate: (url: string) => Promise<void>,
): Promise<TestDatabase> {
  const template = templates.get(key) ?? makeTemplate(`${inject('templatePrefix')}${key}`, migrate)
  templates.set(key, template)
  return createTestDatabase(inject('databaseUrl'), { template: await template })
}

/** The first of all workers makes it, and the others wait for it. */
async function makeTemplate(name: string, migrate: (url: string) => Promise<void>): Promise<string> {
  const serverUrl = inject('databaseUrl')
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    // The lock goes with the connection.
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [name])
    const { rows } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (rows.length > 0) return name
    await client.query(`CREATE DATABASE ${name}_unfinished`)
    await migrate(databaseOn(serverUrl, `${name}_unfinished`))
    await client.query(`ALTER DATABASE ${name}_unfinished RENAME TO ${name}`)
    return name
  } finally {
    await client.end()
  }
}

function databaseOn(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** By server: a connection costs as much as what is then said on it. */
const administrators = new Map<string, pg.Pool>()

/** Resolves to the number of rows. */
async function administer(url: string, statement: string): Promise<number> {
  const known = administrators.get(url)
  const pool = known ?? new pg.Pool({ connectionString: url, allowExitOnIdle: true })
  if (known === undefined) {
    administrators.set(url, pool)
    // A server of a test's own goes away with its test.
    pool.on('error', () => undefined)
  }
  const { rowCount } = await pool.query(statement)
  return rowCount ?? 0
}

import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { BackfillError } from '../errors.js'
import { validated } from '../validated.js'
import { openPglite } from './open-pglite.js'
import { pgliteDialect } from './pglite-dialect.js'

export interface OpenDatabaseOptions {
  /**
   * Connections to PostgreSQL at once. Every company that is being run keeps one, and works through the others: two for
   * each company are enough. PGlite has one.
   *
   * @defaultValue 8
   */
  readonly maxConnections?: number | undefined
}

// The lock of the realm, a token refresh, and a page transaction for each of the segments read at once.
const defaultMaxConnections = 8

const optionsSchema = z.strictObject({ maxConnections: z.int().min(3).optional() })

export interface OpenDatabase {
  readonly db: Database
  /** By itself too: `const { db, close } = …`. */
  readonly close: () => Promise<void>
}

/** Why the URL cannot be a database, or undefined. Says nothing of the URL's own text, which may hold a password. */
export function databaseUrlProblem(url: string): string | undefined {
  const forms = 'Use postgres://user:password@host:5432/database, pglite:./directory or pglite:memory.'
  if (/^pglite:./u.test(url)) return undefined
  if (!/^postgres(?:ql)?:\/\//u.test(url))
    return `DATABASE_URL is not a database that this program knows. ${forms}`
  try {
    new URL(url)
    return undefined
  } catch {
    return `DATABASE_URL is not a valid URL; a password with special characters must be percent-encoded. ${forms}`
  }
}

/**
 * Opens `postgres://…`, `pglite:DIRECTORY` or `pglite:memory`, and makes sure that it answers.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` if it cannot be used, `BACKFILL_DATABASE_UNAVAILABLE` (retryable) if
 * it is starting up or full, `BACKFILL_LOCKED` if another process has the PGlite directory.
 */
export async function openDatabase(url: string, options: OpenDatabaseOptions = {}): Promise<OpenDatabase> {
  const { maxConnections = defaultMaxConnections } = validated('the database', optionsSchema, options)
  const problem = databaseUrlProblem(url)
  if (problem !== undefined) throw new BackfillError('BACKFILL_INVALID_OPTIONS', problem)
  if (url.startsWith('pglite:')) {
    const pglite = await openPglite(url.slice('pglite:'.length))
    const db = new Kysely<unknown>({ dialect: pgliteDialect(pglite) })
    return { db, close: () => db.destroy() }
  }
  return openPostgres(url, maxConnections)
}

async function openPostgres(url: string, max: number): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    // A server that vanished without a word is noticed after twenty seconds; by the system's own default, after two hours.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'qbo-backfill',
  })
  // A connection that breaks while nothing runs on it is replaced; the query that needs it reports what matters.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    await sql`SELECT 1`.execute(db)
  } catch (error) {
    await db.destroy()
    throw unusable(error, url)
  }
  return { db, close: () => db.destroy() }
}

/** cannot_connect_now, too_many_connections: states that pass. */
const passingStates = new Set(['57P03', '53300'])

function unusable(error: unknown, url: string): BackfillError {
  const { code } = error as { code?: unknown }
  const { hostname, port, pathname } = new URL(url)
  const where = `${hostname}:${port === '' ? '5432' : port}${pathname}`
  const reason = error instanceof AggregateError ? String(code) : (error as Error).message
  const passing = typeof code === 'string' && passingStates.has(code)
  return new BackfillError(
    passing ? 'BACKFILL_DATABASE_UNAVAILABLE' : 'BACKFILL_INVALID_OPTIONS',
    `DATABASE_URL cannot be used: ${where}: ${reason}.`,
    { retryable: passing, cause: error },
  )
}

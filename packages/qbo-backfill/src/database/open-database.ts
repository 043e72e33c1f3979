import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { databaseFailure, type Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { BackfillError } from '../errors.js'
import { validated } from '../validated.js'
import { fewestConnections, readConnectionLimit } from './connection-limit.js'
import { databaseAddress, databaseUrlProblem } from './database-url.js'
import { pgliteDialect } from './pglite-dialect.js'

/** Options of {@link openDatabase}. */
export interface OpenDatabaseOptions {
  /**
   * Connections to PostgreSQL at once, three at least. Every company that is being run keeps one, and works through the
   * others: two for each company are enough. A role or a database that may have fewer is given no more. PGlite has one.
   *
   * @defaultValue 8
   */
  readonly maxConnections?: number | undefined
}

// The lock of the realm, a token refresh, and a page transaction for each of the segments read at once.
const defaultMaxConnections = 8

const optionsSchema = z.strictObject({ maxConnections: z.int().min(fewestConnections).optional() })

/** A database that is open, and how to close it. */
export interface OpenDatabase {
  /** The Kysely to give to `postgresStore`, `postgresTokenStore` and `createTriggers`. */
  readonly db: Database
  /** By itself too: `const { db, close } = …`. */
  readonly close: () => Promise<void>
}

/**
 * Opens `postgres://…`, `pglite:DIRECTORY` or `pglite:memory`, and makes sure that it answers.
 *
 * @throws {BackfillError} `BACKFILL_DATABASE_UNAVAILABLE` (retryable) if it refuses connections, is starting up or full;
 * `BACKFILL_INVALID_OPTIONS` if waiting will not help: a URL that cannot be read, a wrong password, no such database;
 * `BACKFILL_LOCKED` if another process has the PGlite directory. No message or cause has any part of a password.
 */
export async function openDatabase(url: string, options: OpenDatabaseOptions = {}): Promise<OpenDatabase> {
  const { maxConnections = defaultMaxConnections } = validated('the database', optionsSchema, options)
  const problem = databaseUrlProblem(url)
  if (problem !== undefined)
    throw new BackfillError('BACKFILL_INVALID_OPTIONS', {
      en: `The URL of the database is wrong. ${problem.en}`,
      es: `La URL de la base de datos es incorrecta. ${problem.es}`,
    })
  if (url.startsWith('pglite:')) {
    const { openPglite } = await import('./open-pglite.js')
    const pglite = await openPglite(url.slice('pglite:'.length))
    const db = new Kysely<unknown>({ dialect: pgliteDialect(pglite) })
    // Kysely closes only what it has used.
    await sql`SELECT 1`.execute(db)
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
    const limit = await readConnectionLimit(db)
    if (limit !== undefined && limit.allowed < fewestConnections) throw tooFew(limit.allowed)
    // So far the pool has one; asking for more than there may be would fail each time.
    if (limit !== undefined) pool.options.max = Math.min(max, limit.allowed)
  } catch (error) {
    await db.destroy()
    throw unusable(error, url)
  }
  return { db, close: () => db.destroy() }
}

function tooFew(allowed: number): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', {
    en: `A run needs ${fewestConnections} connections at once, and the role or the database may have ${allowed}. Raise that: ALTER ROLE (or DATABASE) … CONNECTION LIMIT ${defaultMaxConnections}.`,
    es: `Una corrida necesita ${fewestConnections} conexiones a la vez, y el rol o la base de datos puede tener ${allowed}. Aumente el límite: ALTER ROLE (o DATABASE) … CONNECTION LIMIT ${defaultMaxConnections}.`,
  })
}

const tlsAdvice = {
  en: ' To trust the certificate of the server, name the one that signed it: sslmode=verify-full&sslrootcert=/path/to/ca.pem. sslmode=no-verify encrypts without looking at it; sslmode=disable does not encrypt.',
  es: ' Para confiar en el certificado del servidor, indique el que lo firmó: sslmode=verify-full&sslrootcert=/ruta/ca.pem. sslmode=no-verify cifra sin revisarlo; sslmode=disable no cifra.',
}

function unusable(error: unknown, url: string): BackfillError {
  if (error instanceof BackfillError) return error
  const { where, tls } = databaseAddress(url)
  const { code, message } = error as { code?: unknown; message: string }
  const reason = error instanceof AggregateError ? String(code) : message
  const passing = databaseFailure(error) === 'passing'
  // A server that has answered as PostgreSQL does has been reached: TLS is not what is wrong.
  const advice = tls && !passing && !(error instanceof pg.DatabaseError) ? tlsAdvice : { en: '', es: '' }
  return new BackfillError(
    passing ? 'BACKFILL_DATABASE_UNAVAILABLE' : 'BACKFILL_INVALID_OPTIONS',
    {
      en: `The database at ${where} cannot be used: ${reason}.${advice.en}`,
      es: `No se puede usar la base de datos en ${where}: «${reason}».${advice.es}`,
    },
    { retryable: passing, cause: error },
  )
}

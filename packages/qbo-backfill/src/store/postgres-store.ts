import { sql } from 'kysely'
import { createRawSink, type Database, type RawSink } from 'qbo-raw-sink'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { BackfillError } from '../errors.js'
import { allEnded } from '../failure/all-ended.js'
import { causesOf, codeOf } from '../failure/causes-of.js'
import { databaseOptions, withoutHostPlugins } from '../ledger/database-options.js'
import { acquireLease, fencedIn } from '../ledger/lease.js'
import { migrateState, pendingStateMigrations } from '../ledger/migrate.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import { usageLedger } from '../ledger/usage.js'
import { validated } from '../validated.js'
import { rejectStore } from './reject-store.js'
import { rowStore } from './row-store.js'
import { runStore } from './run-store.js'
import { segmentStore } from './segment-store.js'
import { closedStore, type BackfillStore } from './store.js'
import type { StoreDatabase } from './store-database.js'
import { syncStore } from './sync-store.js'

/** Options of {@link postgresStore}. */
export interface PostgresStoreOptions {
  /** The database of the rows and of the state. Its pool needs two connections at least: one holds the realm's lock. */
  readonly db: Database
  /** Where the rows go. @defaultValue `raw` */
  readonly rawSchema?: string | undefined
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
  /** A sink of one's own making, of the same database. @defaultValue one of `db` and `rawSchema` */
  readonly sink?: RawSink | undefined
}

const optionsSchema = z
  .strictObject({
    ...databaseOptions,
    rawSchema: z.string().min(1).optional(),
    sink: z
      .custom<RawSink>(
        (value) => typeof (value as RawSink | null)?.writePage === 'function',
        'needs a sink: createRawSink({ db }), or none',
      )
      .optional(),
  })
  .refine(({ sink, rawSchema }) => sink === undefined || rawSchema === undefined, {
    path: ['rawSchema'],
    error: 'a sink has a schema of its own: give one or the other',
  })

/** Keeps rows and state in one PostgreSQL (or PGlite), and commits each page with the place that it moves the run to. */
export function postgresStore(options: PostgresStoreOptions): BackfillStore {
  validated('the store', optionsSchema, options)
  const { rawSchema, schema = defaultStateSchema } = options
  const sink = options.sink ?? createRawSink({ db: options.db, schema: rawSchema })
  const db = withoutHostPlugins(options.db)
  const database = { db, state: db.withSchema(schema), schema, sink, fenced: fencedIn(db, schema) }
  return closedStore({
    rawSchema: sink.schema,
    prepare: (entities) => prepare(database, entities),
    requirePrepared: (entities) => requirePrepared(database, entities),
    acquireLease: (request) => acquireLease(db, schema, request),
    clock: () => clockOf(database),
    runs: runStore(database),
    segments: segmentStore(database),
    rows: rowStore(database),
    rejects: rejectStore(database),
    usage: usageLedger(database.state, schema),
    sync: syncStore(database),
  })
}

async function clockOf({ db }: StoreDatabase): Promise<string> {
  const statement = sql`SELECT pg_catalog.to_char(
    pg_catalog.clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now`
  const [row] = await readRows(db, 'its clock', z.object({ now: z.string() }), statement)
  return row?.now ?? ''
}

async function requirePrepared(
  { db, schema, sink }: StoreDatabase,
  entities: readonly string[],
): Promise<void> {
  const pending =
    (await pendingStateMigrations(db, schema)) + (await sink.pendingMigrations({ entities })).length
  if (pending === 0) return
  throw new BackfillError('BACKFILL_NOT_MIGRATED', {
    en: `The database has no tables of ${entities.join(', ')}, or older ones. A backfill makes them, and migrating brings them up to date.`,
    es: `La base de datos no tiene las tablas de ${entities.join(', ')}, o son de una versión anterior. Cárguelas con qbo-backfill run, o actualícelas: qbo-backfill migrate --entities ${entities.join(',')}`,
  })
}

/** SQLSTATE 42501: this role may not. */
const insufficientPrivilege = '42501'

async function prepare({ db, schema, sink }: StoreDatabase, entities: readonly string[]): Promise<void> {
  try {
    await allEnded([migrateState(db, schema), sink.migrate({ entities })])
  } catch (error) {
    if (!isForbidden(error)) throw error
    throw new BackfillError(
      'BACKFILL_NOT_MIGRATED',
      {
        en:
          `The database lacks tables for this run, or rights on them, and this role may not create them. A role that ` +
          `may has to migrate first, for ${entities.join(', ') || 'what is loaded'}.`,
        es:
          `A la base de datos le faltan tablas para esta corrida, o permisos sobre ellas, y este rol no puede crearlas. Con un ` +
          `rol que pueda, ejecute: qbo-backfill migrate --entities ${entities.join(',') || '…'}. Qué falta: qbo-backfill doctor`,
      },
      { cause: error },
    )
  }
}

function isForbidden(error: unknown): boolean {
  return [...causesOf(error)].some((at) =>
    [insufficientPrivilege, 'SINK_FORBIDDEN'].includes(codeOf(at) ?? ''),
  )
}

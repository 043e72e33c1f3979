import { PGlite, types } from '@electric-sql/pglite'
import { Kysely, sql } from 'kysely'
import { createTestDatabase, depth, emptyPglite } from 'testkit'
import { afterAll, beforeAll, describe, inject } from 'vitest'
import type { Database, RawSink } from '../src/index.js'
import { createRawSink } from '../src/index.js'
import { pgliteDialect } from './pglite-dialect.js'

export interface Bench {
  readonly db: Database
  readonly sink: RawSink
  readonly server: ServerName
}

export type ServerName = 'PostgreSQL' | 'PostgreSQL 14' | 'PGlite'

interface Opened {
  readonly db: Database
  close(): Promise<void>
}

type Server = readonly [ServerName, () => Promise<Opened>]

/** Runs the same tests on the newest PostgreSQL, the oldest and PGlite, each on an empty database of its own. */
export function onEveryDatabase(title: string, tests: (get: () => Bench) => void): void {
  onEach(title, tests, [newest, ...others()])
}

/** The newest PostgreSQL in `npm test`, and the others in `npm run test:deep`. */
export function onEveryDatabaseInDepth(title: string, tests: (get: () => Bench) => void): void {
  onEach(title, tests, depth({ quick: [newest], deep: others() }))
}

const newest: Server = ['PostgreSQL', () => openPostgres(inject('databaseUrl'))]

function others(): readonly Server[] {
  const oldest = inject('oldestDatabaseUrl')
  return [
    ...(oldest === null ? [] : [['PostgreSQL 14', () => openPostgres(oldest)] as const]),
    ['PGlite', openPglite],
  ]
}

function onEach(title: string, tests: (get: () => Bench) => void, servers: readonly Server[]): void {
  for (const [server, open] of servers) {
    describe(`${title}, on ${server}`, () => {
      let opened: Opened | undefined
      let sink: RawSink | undefined
      beforeAll(async () => {
        opened = await open()
        sink = createRawSink({ db: opened.db })
        await sink.migrate({ entities: ['Invoice', 'Customer', 'Attachable', 'TaxCode'] })
      })
      afterAll(() => opened?.close())
      tests(() => {
        if (opened === undefined || sink === undefined) throw new Error('The database is not open')
        return { db: opened.db, sink, server }
      })
    })
  }
}

async function openPostgres(serverUrl: string): Promise<Opened> {
  const database = await createTestDatabase(serverUrl)
  return { db: database.db, close: () => database.drop() }
}

/** As the README says: PGlite's own way of writing bytes takes 0.4 s for a page. */
function hexOf(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`
}

/** One for all files of a worker, one after another: each test takes less than its start. */
let shared: Promise<PGlite> | undefined

async function openPglite(): Promise<Opened> {
  shared ??= emptyPglite().then((loadDataDir) =>
    PGlite.create({ loadDataDir, serializers: { [types.BYTEA]: hexOf } }),
  )
  const db = new Kysely<unknown>({ dialect: pgliteDialect(await shared) })
  await sql`DISCARD ALL`.execute(db)
  await sql`DROP SCHEMA IF EXISTS raw CASCADE`.execute(db)
  return { db, close: async () => undefined }
}

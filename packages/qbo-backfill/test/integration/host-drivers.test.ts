import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, type Kysely } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { createTestDatabase, depth, type TestDatabase } from 'testkit'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createTriggers, postgresStore, postgresTokenStore, writeEvidence } from '../../src/index.js'
import { startCompany, type TestCompany } from '../company.js'
import { hostDatabases, pgPool, withSettings } from '../host-databases.js'

// What a host's pool, driver, type parsers, plugins and settings do to values is not our business: each of these brings
// the same report, the same rows and the same ledger as a plain pg.

/** Windows are few: each is written and read again. */
const range = { from: '2020-01-01', to: '2025-01-01', window: 'month' } as const
/** In `npm test` the oddest of each kind: a driver, a plugin, a setting. */
const hosts = depth({
  quick: [
    'pg with parsers that make objects',
    'postgres.js with types and names of its own',
    'a plugin that rewrites rows',
    'times and numbers in its own form',
    'serializable transactions',
  ],
  deep: Object.keys(hostDatabases),
})
let company: TestCompany
let database: TestDatabase
let plain: unknown

beforeAll(async () => {
  company = await startCompany('PostgreSQL', { customers: 12, items: 6, invoices: 60 })
  database = await createTestDatabase()
  plain = await useAll(database.db)
  await database.drop()
})
afterEach(() => database.drop())
afterAll(() => company.close())

test.each(hosts)('%s: the same report, rows, ledger, triggers and tokens', async (name) => {
  database = await createTestDatabase()
  await sql`CREATE SCHEMA hostile`.execute(database.db)
  const db = hostDatabases[name]?.(database.url) ?? database.db
  try {
    expect(await useAll(db)).toEqual(plain)
  } finally {
    await db.destroy()
  }
})

test('statements that take longer than the role allows: the same report, rows, ledger, triggers and tokens', async () => {
  database = await createTestDatabase()
  const slow = (name: string, answer: string, kind: string): string =>
    `CREATE FUNCTION ${name}() RETURNS ${kind} LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.7); ${answer} END'`
  await sql
    .raw(
      `${slow('slow_schema', '', 'event_trigger')}; ${slow('slow_insert', 'RETURN NULL;', 'trigger')};
      CREATE EVENT TRIGGER slow ON ddl_command_end WHEN TAG IN ('CREATE SCHEMA') EXECUTE FUNCTION slow_schema()`,
    )
    .execute(database.db)
  const limits = ['statement_timeout=500', 'lock_timeout=500', 'idle_in_transaction_session_timeout=1000']
  const db = withSettings(limits.map((limit) => `-c ${limit}`).join(' '))(database.url)
  try {
    await postgresStore({ db, sink: createRawSink({ db }) }).prepare(['Customer', 'Item', 'Invoice'])
    for (const table of ['raw.qb_invoices', 'qbo_backfill.runs', 'qbo_backfill.tokens'])
      await sql
        .raw(
          `CREATE TRIGGER slow BEFORE INSERT ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION public.slow_insert()`,
        )
        .execute(database.db)
    expect(await useAll(db)).toEqual(plain)
  } finally {
    await db.destroy()
  }
})

test('a zone that Node knows and PostgreSQL does not is a zone like any other', async () => {
  database = await createTestDatabase()
  const { db } = database
  await expect(sql`SELECT now() AT TIME ZONE 'AET'`.execute(db)).rejects.toMatchObject({ code: '22023' })
  const store = postgresStore({ db, sink: createRawSink({ db }) })
  expect(await company.run({ ...range, store, timeZone: 'AET' })).toMatchObject({ status: 'green' })
})

/** Does everything that touches the database, and tells all that came of it. */
async function useAll(db: Kysely<unknown>): Promise<unknown> {
  const sink = createRawSink({ db })
  const store = postgresStore({ db, sink })
  const report = await company.run({ ...range, store })
  const again = await company.run({ ...range, store })
  const verified = await company.verify({ ...range, store })
  const synced = await company.sync({ store })
  const directory = await mkdtemp(join(tmpdir(), 'qbo-host-drivers-'))
  await writeEvidence({ db, report, directory })
  const volumetry = await readFile(join(directory, report.runId, 'volumetry.csv'), 'utf8')
  await rm(directory, { recursive: true })
  const found = {
    reports: [report, again].map(({ status, entities, notices }) => ({
      status,
      entities: entities.map((entity) => ({ ...entity, durationMs: 0, apiCalls: 0 })),
      notices,
    })),
    verified: [verified.status, verified.entities.map(({ findings }) => findings)],
    synced: synced.status,
    volumetry,
    triggers: await useTriggers(db),
    tokens: await useTokens(db),
    rows: await rowsOf(db),
  }
  expect(found.reports.map(({ status }) => status)).toEqual(['green', 'green'])
  return JSON.parse(JSON.stringify(found))
}

async function useTriggers(db: Kysely<unknown>): Promise<unknown> {
  const triggers = createTriggers({ db })
  const realmId = company.simulator.realmIds[0] ?? ''
  const added = await triggers.add({
    ...range,
    realmId,
    environment: 'sandbox',
    entities: ['invoices'],
    timeZone: 'America/Guayaquil',
    at: '2024-01-15T02:00:00Z',
    runIfPast: true,
  })
  const failed = await triggers.claimDue({ realmId })
  await failed?.started('a-run')
  await failed?.fail('by hand')
  const released = await triggers.release(added.id)
  const completed = await triggers.claimDue({ realmId })
  await completed?.complete('green')
  const [listed] = await triggers.list({ realmId })
  const { claimedAt: _, settledAt: __, ...known } = listed ?? {}
  return { added, released: released.state, known, pruned: await triggers.prune({ realmId }) }
}

async function useTokens(db: Kysely<unknown>): Promise<unknown> {
  const tokens = postgresTokenStore({ db, encryptionKey: new Uint8Array(32).fill(7) })
  const key = { environment: 'sandbox', clientId: 'app', realmId: '1' } as const
  await tokens.save(key, { refreshToken: 'RT1-first' })
  const { signal } = new AbortController()
  await tokens.withLock(key, (locked) => locked.save({ refreshToken: 'RT1-kept' }), { signal })
  return tokens.load(key)
}

/** What the tables hold, read by a plain driver (of a PGlite, by its own), without what is of the moment. */
async function rowsOf(db: Kysely<unknown>): Promise<unknown> {
  const tables = {
    'raw.qb_invoices': 'ingested_at_utc last_seen run_id',
    'raw.qb_customers': 'ingested_at_utc last_seen run_id',
    'qbo_backfill.runs': 'run_id started_at_utc finished_at_utc settled_before_utc report',
    'qbo_backfill.segments': 'run_id begun_at_utc duration_ms',
    'qbo_backfill.windows': 'run_id',
    'qbo_backfill.checks': 'run_id details',
    'qbo_backfill.sync_cursors': 'changed_since_utc sync_id synced_at_utc',
  }
  const isPglite =
    (await sql`SELECT WHERE version() LIKE '%PGlite%'`.execute(db.withoutPlugins())).rows.length > 0
  const plainly = isPglite ? db : pgPool({ connectionString: database.url })
  const found: Record<string, unknown> = {}
  for (const [table, moments] of Object.entries(tables)) {
    const { rows } = await sql<{ rows: string }>`
      SELECT json_agg(row ORDER BY row::text COLLATE "C")::text AS rows
      FROM (SELECT to_jsonb(stored) - string_to_array(${moments}::text, ' ') AS row FROM ${sql.table(table)} AS stored) AS all_rows
    `.execute(plainly)
    found[table] = JSON.parse(rows[0]?.rows ?? 'null')
  }
  if (!isPglite) await plainly.destroy()
  return found
}

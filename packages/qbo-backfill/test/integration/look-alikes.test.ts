import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { createRawSink, roleStatements, type Database } from 'qbo-raw-sink'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { lookedUpByName, plantLookAlikes } from 'testkit/look-alikes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTriggers, postgresStore, postgresTokenStore, writeEvidence } from '../../src/index.js'
import { examineDatabase } from '../../src/doctor/examine.js'
import { pruneRuns } from '../../src/ledger/prune-runs.js'
import { recentRuns } from '../../src/ledger/runs.js'
import { newestReport, reportsById } from '../../src/ledger/stored-report.js'
import type { StateDatabase } from '../../src/ledger/tables.js'
import { startCompany, type TestCompany } from '../company.js'
import { environmentOf, runCli, runHere } from '../cli.js'

// CVE-2018-1058: whoever may create in `public`, everybody on a database that comes from PostgreSQL 14 or before, defines
// a function or operator that fits a call better than PostgreSQL's own, and it runs with the rights of who calls.

const writer = `writer_${randomUUID().slice(0, 8)}`
const statements = new Set<string>()
let company: TestCompany
let database: TestDatabase

beforeAll(async () => {
  company = await startCompany('PostgreSQL', { customers: 10, items: 5, invoices: 40 })
  database = await createTestDatabase()
})

afterAll(async () => {
  await sql`DROP OWNED BY ${sql.id(writer)}`.execute(database.db)
  await sql`DROP ROLE ${sql.id(writer)}`.execute(database.db)
  await database.drop()
  await company.close()
})

/** The owner's tables, and a role that may write to them and do nothing else. */
async function migrateAsOwner(): Promise<void> {
  const options = { writer, reader: 'postgres', stateSchema: 'qbo_backfill' }
  for (const statement of roleStatements(options)) {
    if (!/ROLE "?postgres"?/u.test(statement)) await sql.raw(statement).execute(database.db)
  }
  await sql`ALTER ROLE ${sql.id(writer)} LOGIN`.execute(database.db)
  const sink = createRawSink({ db: database.db })
  await postgresStore({ db: database.db, sink }).prepare(['Customer', 'Item', 'Invoice'])
}

async function asWriter(work: (db: Database) => Promise<void>): Promise<void> {
  const pool = new pg.Pool({ connectionString: database.url, max: 8, options: `-c role=${writer}` })
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool }),
    log({ query }) {
      statements.add(query.sql)
    },
  })
  try {
    await work(db)
  } finally {
    await db.destroy()
  }
}

/** One call of each kind. */
async function useAll(db: Database): Promise<void> {
  const store = postgresStore({ db })
  const range = { from: '2020-01-01', to: '2025-01-01' }
  const report = await company.run({ ...range, store })
  expect(report.status).toBe('green')
  await company.run({ ...range, store })
  await company.verify({ ...range, store, deep: 5 })
  await company.sync({ store })
  const directory = await mkdtemp(join(tmpdir(), 'qbo-look-alikes-'))
  await writeEvidence({ db, report, directory })
  await rm(directory, { recursive: true })
  const state: Kysely<StateDatabase> = db.withSchema('qbo_backfill')
  const realmId = company.simulator.realmIds[0] ?? ''
  expect(await recentRuns(state, realmId, 5)).toHaveLength(2)
  expect((await newestReport(state, realmId))?.status).toBe('green')
  expect(await reportsById(state, report.runId.slice(0, 8))).toHaveLength(1)
  await pruneRuns(state, 'qbo_backfill', realmId, 1)
  await useTriggersAndTokens(db, realmId)
  const findings = await examineDatabase({ db, close: async () => undefined }, database.url, undefined)
  expect(findings.filter(({ status }) => status === 'fail')).toEqual([])
}

async function useTriggersAndTokens(db: Database, realmId: string): Promise<void> {
  const triggers = createTriggers({ db })
  const environment = 'sandbox' as const
  const trigger = { realmId, environment, entities: ['items'], from: '2024-01-01', to: '2025-01-01' } as const
  const { id } = await triggers.add({ ...trigger, at: '2024-01-15T02:00:00Z', runIfPast: true })
  const claim = await triggers.claimDue({ realmId })
  await claim?.started('a-run')
  await claim?.fail('by hand')
  await triggers.release(id)
  await (await triggers.claimDue({ realmId, except: ['999'] }))?.complete()
  expect(await triggers.list({ realmId })).toHaveLength(1)
  expect(await triggers.prune({ realmId })).toBe(1)
  const tokens = postgresTokenStore({ db })
  const key = { environment, clientId: 'app', realmId }
  const { signal } = new AbortController()
  await tokens.withLock(key, (locked) => locked.save({ refreshToken: 'RT1-kept' }), { signal })
  expect(await tokens.load(key)).toMatchObject({ refreshToken: 'RT1-kept' })
}

test('no statement calls a function, or reads a relation, that search_path decides', async () => {
  await migrateAsOwner()
  await asWriter(useAll)
  const found = await lookedUpByName(statements)
  expect(statements.size).toBeGreaterThan(50)
  expect(found).toMatchObject({ functions: [], relations: [] })
})

test('no statement is resolved to an operator of somebody else, whatever its operands', async () => {
  const { operators } = await lookedUpByName(statements)
  expect(operators).toContain('->>')
  await plantLookAlikes(database.db, operators)
  await asWriter(async (db) => {
    await expect(sql`SELECT '{}'::jsonb -> '1'`.execute(db)).rejects.toMatchObject({ code: '42501' })
    await sql`DELETE FROM qbo_backfill.runs`.execute(db)
    await useAll(db)
  })
})

test('the command line calls none of them: as a role that may only write, and as a superuser who migrates', async () => {
  // It fits a call with a plain 0 better than PostgreSQL's own, which takes a bigint.
  const planted = `CREATE TABLE public.called (by text); GRANT INSERT ON public.called TO PUBLIC;
    CREATE FUNCTION public.hashtextextended(text, int) RETURNS bigint LANGUAGE sql
      AS 'INSERT INTO public.called VALUES (current_user); SELECT 1::bigint'`
  await sql.raw(planted).execute(database.db)
  const range = ['--entities', 'customers,invoices', '--from', '2020-01-01', '--to', '2025-01-01']
  const commands = [
    ['migrate', '--entities', 'customers,items,invoices,payments'],
    ['run', ...range],
    ['sync'],
    ['verify', ...range],
    ['trigger', 'add', '--at', '2024-01-15T02:00:00Z', '--run-if-past', ...range],
    ['trigger', 'run-due'],
    ['status'],
    ['doctor'],
    ['prune', '--keep-runs', '1'],
  ]
  // The others are processes in tests of their own.
  const startedHereAlone = new Set(['migrate', 'sync', 'prune'])
  const { simulator, server } = company
  const grant = `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA qbo_backfill TO ${writer}`
  await sql.raw(`TRUNCATE qbo_backfill.runs CASCADE; ${grant}`).execute(database.db)
  for (const role of ['', writer]) {
    const url = new URL(database.url)
    if (role !== '') url.searchParams.set('options', `-c role=${role}`)
    for (const command of role === '' ? commands : commands.slice(1)) {
      // The command line ends by itself after each command; what it calls it calls here too.
      const run = role === '' && startedHereAlone.has(command[0] ?? '') ? runCli : runHere
      const result = await run(command, environmentOf(simulator, server, url.href))
      expect([role, command.slice(0, 2), result.exitCode, result.stderr]).toEqual([
        role,
        command.slice(0, 2),
        0,
        '',
      ])
    }
  }
  expect((await sql`SELECT * FROM public.called`.execute(database.db)).rows).toEqual([])
})

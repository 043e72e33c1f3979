import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { createTestDatabase, depth, type TestDatabase } from 'testkit'
import { lookedUpByName, plantLookAlikes } from 'testkit/look-alikes'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink, entityTables, roleStatements, type Database, type RawSink } from '../src/index.js'
import { page, record, window2024 } from './records.js'

// CVE-2018-1058: whoever may create in `public`, everybody on a database that comes from PostgreSQL 14 or before, defines
// a function or operator that fits a call better than PostgreSQL's own, and it runs with the rights of who calls.

const suffix = randomUUID().slice(0, 8)
const roles = { owner: `owner_${suffix}`, writer: `writer_${suffix}` }
const statements = new Set<string>()
let database: TestDatabase
const open: Kysely<unknown>[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  const name = new URL(database.url).pathname.slice(1)
  for (const role of Object.values(roles)) await sql`CREATE ROLE ${sql.id(role)} LOGIN`.execute(database.db)
  await sql`GRANT CREATE ON DATABASE ${sql.id(name)} TO ${sql.id(roles.owner)}`.execute(database.db)
})
afterAll(async () => {
  await Promise.all(open.map((db) => db.destroy()))
  for (const role of Object.values(roles)) {
    await sql`DROP OWNED BY ${sql.id(role)}`.execute(database.db)
    await sql`DROP ROLE ${sql.id(role)}`.execute(database.db)
  }
  await database.drop()
})

/** A connection that acts as this role, and notes every statement. */
function actingAs(role: string): Database {
  const pool = new pg.Pool({ connectionString: database.url, max: 1, options: `-c role=${role}` })
  const db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool }),
    log: ({ query }) => void statements.add(query.sql),
  })
  open.push(db)
  return db
}

const where = {
  txnDate: { from: '2024-01-01', to: '2025-01-01' },
  createTime: { from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z' },
  lastUpdatedTime: { from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z' },
}

async function migrateAndAdopt(db: Database, schema: string): Promise<void> {
  await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(db)
  const earlier = sql.id(schema, 'qb_vendors')
  await sql`CREATE TABLE ${earlier} (id text PRIMARY KEY, payload jsonb, ingested_at_utc text, page_number int)`.execute(
    db,
  )
  await sql`INSERT INTO ${earlier} VALUES ('1', '{"Id": "1"}', '2024-01-01', 7)`.execute(db)
  const sink = createRawSink({ db, schema })
  await sink.migrate({ entities: ['Vendor'], adopt: { realmId: 'R1' } })
  await sink.migrate({ entities: Object.keys(entityTables) })
  expect(await sink.pendingMigrations({ entities: ['Invoice'] })).toEqual([])
  for (const statement of roleStatements({ schema, writer: roles.writer, reader: roles.owner })) {
    if (!statement.startsWith('DO') && !statement.startsWith('CREATE')) await sql.raw(statement).execute(db)
  }
  for (const options of [
    { style: 'flat' },
    { style: 'fivetran', schema: `${schema}_fivetran`, realmId: 'R1' },
  ] as const) {
    const made = await sink.createViews(options)
    for (const view of made.views) await sql`SELECT * FROM ${sql.id(made.schema, view)}`.execute(db)
    expect((await sink.listViews()).every(({ isCurrent }) => isCurrent)).toBe(true)
    await sink.dropViews({ style: options.style, schema: made.schema })
  }
}

/** One of each way in which a record says what its Id and its day are: their statements differ by nothing else but the table. */
const written = depth({
  quick: ['Invoice', 'Customer', 'CompanyInfo', 'ExchangeRate', 'RecurringTransaction', 'TaxCode'],
  deep: Object.keys(entityTables),
})

/** One call of each kind, and of each its variants. */
async function useAll(db: Database, sink: RawSink): Promise<void> {
  const realmId = 'R1'
  for (const entity of written) {
    const huge = { [entity]: [record({ id: 'pad', more: { pad: 'x'.repeat(1_100_000) } })] }
    const text = JSON.stringify({ QueryResponse: huge })
    if (entity === 'Invoice') await sink.writePage(db, { ...page([], { entity }), text })
    const pages = [
      page([record({ token: '1' }), record({ id: '2' }), {}, '{"Id":"3","n":1E999}'], { entity }),
      page([record({ id: '2' }), '{"Id":"4","n":"\\u0000"}', record({ id: '5' })], {
        entity,
        windows: [{ window: window2024 }, { window: null, onlyIfStored: true }, null],
      }),
    ]
    for (const each of pages) await sink.writePage(db, { ...each, askedAt: new Date() })
    for (const each of pages) await sink.writePage(db, each)
    const text0 = String(pages[0]?.text)
    await sink.comparePayloads(db, { realmId, entity, text: text0, recordsPath: ['QueryResponse', entity] })
    for (const insertStubs of [true, false]) {
      const stubs = [
        { id: '1', deletedAt: '2030-01-01T00:00:00Z' },
        { id: '9', text: '{"Id":"9"}' },
        { id: '8' },
      ]
      await sink.tombstone(db, { realmId, entity, stubs, runId: 'r', insertStubs })
    }
  }
  const query = { realmId, entity: 'Invoice', where, settledBefore: '2025-01-01T00:00:00Z' }
  const seen = { ...query, runId: 'r', seenSince: '2024-01-01T00:00:00Z' }
  const boundaries = ['2024-01-01T00:00:00Z', '2024-02-01T00:00:00Z']
  for (const groupBy of [
    'total',
    'txnDate',
    { column: 'createTime', boundaries },
    { column: 'lastUpdatedTime', boundaries },
  ] as const)
    await sink.countLive(db, { ...seen, groupBy })
  await sink.idsNotSeen(db, seen)
  await sink.idsLive(db, query)
  await sink.sampleIds(db, { ...query, count: 3 })
  await sink.idsLive(db, { realmId, entity: 'Invoice', where: { ids: ['1', '2'] } })
  const detail = { second: '2024-01-01T00:00:00Z' }
  const reject = {
    realmId,
    entity: 'Invoice',
    runId: 'r',
    original: '{}',
    reason: '4002',
    message: 'm',
    detail,
  }
  await sink.addReject(db, reject)
  const [first] = await sink.rejects(db, { realmId, entity: 'Invoice', runId: 'r', unresolvedOnly: true })
  await sink.countRejects(db, { realmId, entity: 'Invoice', seenSince: '2024-01-01T00:00:00Z' })
  const rejectIds = [first?.rejectId ?? '']
  await sink.replayRejects(db, { realmId, entity: 'Invoice', rejectIds, runId: 'r' })
  await sink.resolveRejects(db, { realmId, rejectIds })
  await sink.acknowledgeRejects(db, { realmId, entity: 'Invoice', rejectIds, by: 'ana' })
}

test('no statement calls a function, or reads a relation, that search_path decides', async () => {
  const db = actingAs(roles.owner)
  await migrateAndAdopt(db, `first_${suffix}`)
  const writer = actingAs(roles.writer)
  await useAll(writer, createRawSink({ db: writer, schema: `first_${suffix}` }))
  const found = await lookedUpByName(statements)
  expect(statements.size).toBeGreaterThan(50)
  expect(found).toMatchObject({ functions: [], relations: [] })
})

test('no statement holds a backslash, which standard_conforming_strings gives a meaning', () => {
  expect([...statements].filter((statement) => statement.includes('\\'))).toEqual([])
})

test('no statement is resolved to an operator of somebody else, whatever its operands', async () => {
  const { operators } = await lookedUpByName(statements)
  expect(operators).toContain('->>')
  await plantLookAlikes(database.db, operators)
  await migrateAndAdopt(actingAs(roles.owner), `second_${suffix}`)
  const writer = actingAs(roles.writer)
  await expect(sql`SELECT '{}'::jsonb -> '"a"'`.execute(writer)).rejects.toMatchObject({ code: '42501' })
  await useAll(writer, createRawSink({ db: writer, schema: `second_${suffix}` }))
})

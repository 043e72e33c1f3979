import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink } from '../src/index.js'
import { page, record, rows } from './records.js'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const entities = ['Invoice', 'Customer']

test('the columns are the documented ones in the documented order', async () => {
  const sink = createRawSink({ db: database.db, schema: 'columns' })
  await sink.migrate({ entities: ['Invoice'] })
  const { rows: columns } = await sql<{ name: string; type: string }>`
SELECT column_name AS name, data_type AS type FROM information_schema.columns
WHERE table_schema = 'columns' AND table_name = 'qb_invoices' ORDER BY ordinal_position`.execute(database.db)
  expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'realm_id text',
    'id text',
    'payload jsonb',
    'sync_token text',
    'create_time timestamp with time zone',
    'last_updated_time timestamp with time zone',
    'extract_window_start_utc timestamp with time zone',
    'extract_window_end_utc timestamp with time zone',
    'ingested_at_utc timestamp with time zone',
    'page_number integer',
    'page_size integer',
    'last_seen timestamp with time zone',
    'run_id text',
    'deleted_at timestamp with time zone',
  ])
})

test('what is pending is told beforehand and nothing is pending afterwards', async () => {
  const sink = createRawSink({ db: database.db, schema: 'pending' })
  expect(await sink.pendingMigrations({ entities: ['Invoice'] })).toEqual([
    'create schema pending',
    'create pending.qb_sink_migrations',
    'create pending.qb_rejects (1)',
    'create pending.qb_invoices (1)',
  ])
  await sink.migrate({ entities: ['Invoice'] })
  expect(await sink.pendingMigrations({ entities: ['Invoice'] })).toEqual([])
  expect(await sink.pendingMigrations({ entities })).toEqual(['create pending.qb_customers (1)'])
})

test('eight starts at once make one schema', async () => {
  const starts = Array.from({ length: 8 }, () =>
    createRawSink({ db: database.db, schema: 'at once' }).migrate({ entities }),
  )
  await expect(Promise.all(starts)).resolves.toHaveLength(8)
})

for (const schema of [
  'Caps',
  'with "quotes" and spaces',
  'über_größe_日本',
  'x'.repeat(63),
  "semi;colon'--",
]) {
  test(`the schema may be called ${schema}`, async () => {
    const sink = createRawSink({ db: database.db, schema })
    await sink.migrate({ entities })
    await sink.writePage(database.db, page([record()]))
    expect(
      await sink.idsLive(database.db, { realmId: 'R1', entity: 'Invoice', where: { ids: ['1'] } }),
    ).toEqual(['1'])
    expect(await sink.rejects(database.db, { realmId: 'R1' })).toEqual([])
  })
}

for (const schema of ['', 'ä'.repeat(32), 'pg_mine', 'a\0b']) {
  test(`the schema may not be called ${JSON.stringify(schema)}`, () => {
    expect(() => createRawSink({ db: database.db, schema })).toThrow(/schema/)
  })
}

test('an unknown option is named', () => {
  expect(() => createRawSink({ db: database.db, shema: 'raw' } as never)).toThrow(/shema/)
})

test('what is asked of a sink is refused by name if it is none of its options', async () => {
  const sink = createRawSink({ db: database.db, schema: 'strict' })
  for (const name of ['migrate', 'pendingMigrations', 'createViews', 'dropViews'] as const) {
    await expect(sink[name](['Invoice'] as never)).rejects.toMatchObject({ code: 'SINK_INVALID_OPTIONS' })
    const known = name.endsWith('Views') ? { style: 'flat' } : { entities: ['Invoice'] }
    await expect(sink[name]({ ...known, adopted: true } as never)).rejects.toThrow(/adopted/)
  }
  await expect(sink.createViews({ style: 'fivetran' } as never)).rejects.toThrow(/realmId/)
})

test('a table of our name that is not ours is refused and not touched', async () => {
  const { db } = database
  await sql`CREATE SCHEMA foreign_one`.execute(db)
  await sql`CREATE TABLE foreign_one.qb_invoices (mine int)`.execute(db)
  const sink = createRawSink({ db, schema: 'foreign_one' })
  await expect(sink.migrate({ entities })).rejects.toMatchObject({
    code: 'SINK_FOREIGN_TABLE',
    message: expect.stringContaining('adopt') as string,
  })
  const { rows: tables } =
    await sql`SELECT tablename FROM pg_tables WHERE schemaname = 'foreign_one'`.execute(db)
  expect(tables).toHaveLength(1)
  await expect(sink.migrate({ entities, adopt: { realmId: 'R1' } })).rejects.toThrow(
    /no column id.*column mine would be lost/,
  )
})

test("the owner's earlier table is adopted with every row", async () => {
  const { db } = database
  await sql`CREATE SCHEMA earlier`.execute(db)
  await sql`CREATE TABLE earlier.qb_invoices (id text PRIMARY KEY, payload jsonb, ingested_at_utc timestamp,
    extract_window_start_utc timestamptz, extract_window_end_utc timestamptz, page_number int, page_size int, last_seen timestamptz)`.execute(
    db,
  )
  await sql`INSERT INTO earlier.qb_invoices SELECT n::text,
    jsonb_build_object('Id', n::text, 'SyncToken', '4', 'MetaData', jsonb_build_object('LastUpdatedTime', '2024-01-01T10:00:00-08:00')),
    '2024-05-01 00:00', '2024-01-01Z', '2024-01-02Z', 3, 100, '2024-05-02Z' FROM generate_series(1, 250) AS n`.execute(
    db,
  )
  const sink = createRawSink({ db, schema: 'earlier' })
  await expect(sink.migrate({ entities })).rejects.toMatchObject({ code: 'SINK_FOREIGN_TABLE' })
  await sink.migrate({ entities, adopt: { realmId: 'R1' } })
  const adopted = await rows(db, 'earlier.qb_invoices', 'R1')
  expect(adopted).toHaveLength(250)
  expect(adopted[0]).toMatchObject({
    id: '1',
    sync_token: '4',
    page_number: 3,
    updated: '2024-01-01 18:00:00',
    run_id: null,
  })
  expect(await sink.pendingMigrations({ entities })).toEqual([])
  await sink.migrate({ entities, adopt: { realmId: 'R1' } })
  expect(await sink.writePage(db, page([record({ id: '1', token: '3' })]))).toMatchObject({ stale: 1 })
})

test('a database newer than the code is refused', async () => {
  const sink = createRawSink({ db: database.db, schema: 'future' })
  await sink.migrate({ entities })
  await sql`INSERT INTO future.qb_sink_migrations (table_name, version, name) VALUES ('qb_invoices', 99, 'x')`.execute(
    database.db,
  )
  await expect(sink.migrate({ entities })).rejects.toMatchObject({
    code: 'SINK_SCHEMA_TOO_NEW',
    retryable: false,
  })
})

test('a table that somebody dropped is made again', async () => {
  const sink = createRawSink({ db: database.db, schema: 'dropped' })
  await sink.migrate({ entities })
  await sql`DROP TABLE dropped.qb_invoices`.execute(database.db)
  expect(await sink.pendingMigrations({ entities })).toEqual(['create dropped.qb_invoices (1)'])
  await sink.migrate({ entities })
  expect(await sink.writePage(database.db, page([record()]))).toMatchObject({ inserted: 1 })
})

test('before migrate a write says what is missing', async () => {
  const sink = createRawSink({ db: database.db, schema: 'not_there' })
  await expect(sink.writePage(database.db, page([record()]))).rejects.toMatchObject({
    code: 'SINK_NOT_MIGRATED',
  })
})

test('a role that may only write can start when there is nothing to create', async () => {
  const { db } = database
  const sink = createRawSink({ db, schema: 'least' })
  await sink.migrate({ entities })
  const role = `writer_${Date.now()}`
  await sql
    .raw(
      `CREATE ROLE ${role}; GRANT USAGE ON SCHEMA least TO ${role};
    GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA least TO ${role}`,
    )
    .execute(db)
  await db.connection().execute(async (connection) => {
    await sql.raw(`SET ROLE ${role}`).execute(connection)
    const mine = createRawSink({ db: connection, schema: 'least' })
    await mine.migrate({ entities })
    expect(await mine.writePage(connection, page([record(), {}]))).toMatchObject({ inserted: 1, rejected: 1 })
    await expect(mine.migrate({ entities: ['Item'] })).rejects.toMatchObject({ code: 'SINK_FORBIDDEN' })
    await sql`RESET ROLE`.execute(connection)
  })
  await sql.raw(`DROP OWNED BY ${role}; DROP ROLE ${role}`).execute(db)
})

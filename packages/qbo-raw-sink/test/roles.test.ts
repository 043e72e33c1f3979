import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink, roleStatements, type Database, type RawSink } from '../src/index.js'
import { page, record } from './records.js'

// Roles belong to the whole server: names of this run alone, and odd ones.
const suffix = randomUUID().slice(0, 8)
const schema = `Raw "data" ${suffix}`
const writer = `qbo's $$ "writer" \\ ${suffix}`
const reader = `qbo_user_${suffix}`
const stateSchema = `state_${suffix}`
const password = 'correct horse'

let database: TestDatabase
let sink: RawSink
const open: Kysely<unknown>[] = []
beforeAll(async () => {
  database = await createTestDatabase()
  sink = createRawSink({ db: database.db, schema })
  await runRoleScript()
  await sink.migrate({ entities: ['Invoice'] })
  // What comes after the script is covered too, and to run it twice changes nothing.
  await runRoleScript()
  await sink.migrate({ entities: ['Customer'] })
  await sql`CREATE TABLE ${sql.id(stateSchema, 'tokens')} (token text)`.execute(database.db)
  for (const role of [writer, reader]) {
    await sql`ALTER ROLE ${sql.id(role)} PASSWORD ${sql.lit(password)}`.execute(database.db)
  }
})
afterAll(async () => {
  await Promise.all(open.map((db) => db.destroy()))
  for (const role of [writer, reader]) {
    await sql`DROP OWNED BY ${sql.id(role)}`.execute(database.db)
    await sql`DROP ROLE ${sql.id(role)}`.execute(database.db)
  }
  await database.drop()
})

async function runRoleScript(): Promise<void> {
  for (const statement of roleStatements({ schema, stateSchema, writer, reader })) {
    await sql.raw(statement).execute(database.db)
  }
}

function connectAs(role: string): Database {
  const { hostname, port, pathname } = new URL(database.url)
  const pool = new pg.Pool({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: role,
    password,
    max: 1,
  })
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  open.push(db)
  return db
}

const table = sql.id(schema, 'qb_invoices')
const forbidden = { code: '42501' }

test('a wrong password is refused, so that the other tests mean something', async () => {
  const { hostname, port, pathname } = new URL(database.url)
  const client = new pg.Client({
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: reader,
    password: 'x',
  })
  await expect(client.connect()).rejects.toMatchObject({ code: '28P01' })
})

test('the writer writes, lists, tombstones and reads, in tables made before and after the script', async () => {
  const db = connectAs(writer)
  const mine = createRawSink({ db, schema })
  await mine.migrate({ entities: ['Invoice', 'Customer'] })
  for (const entity of ['Invoice', 'Customer']) {
    const write = (): Promise<unknown> => mine.writePage(db, page([record(), {}], { entity }))
    expect(await write()).toMatchObject({ inserted: 1, rejected: 1 })
    expect(await write()).toMatchObject({ unchanged: 1 })
    const query = { realmId: 'R1', entity, where: {} }
    expect(await mine.idsLive(db, query)).toEqual(['1'])
    const stubs = [{ id: '1', deletedAt: '2030-01-01T00:00:00Z' }]
    expect(await mine.tombstone(db, { realmId: 'R1', entity, stubs, runId: 'r' })).toEqual({ tombstoned: 1 })
    expect(await mine.idsLive(db, query)).toEqual([])
  }
  expect(await mine.rejects(db, { realmId: 'R1' })).toHaveLength(2)
  expect(await mine.acknowledgeRejects(db, { realmId: 'R1', by: 'ana' })).toEqual({ acknowledged: 2 })
})

test('the writer neither creates nor alters nor drops nor deletes', async () => {
  const db = connectAs(writer)
  await expect(createRawSink({ db, schema }).migrate({ entities: ['Item'] })).rejects.toMatchObject({
    code: 'SINK_FORBIDDEN',
  })
  for (const statement of [
    sql`CREATE TABLE ${sql.id(schema, 'mine')} (n int)`,
    sql`ALTER TABLE ${table} ADD COLUMN mine int`,
    sql`DROP TABLE ${table}`,
    sql`TRUNCATE ${table}`,
    sql`DELETE FROM ${table}`,
    sql`CREATE SCHEMA mine`,
  ]) {
    await expect(statement.execute(db)).rejects.toMatchObject(forbidden)
  }
})

test('the writer has the state schema to itself', async () => {
  const tokens = sql.id(stateSchema, 'tokens')
  const db = connectAs(writer)
  await sql`INSERT INTO ${tokens} VALUES ('secret')`.execute(db)
  await sql`DELETE FROM ${tokens}`.execute(db)
  await expect(sql`SELECT * FROM ${tokens}`.execute(connectAs(reader))).rejects.toMatchObject(forbidden)
})

test('the reader reads tables, views and rejects, and writes nothing', async () => {
  await sink.createViews({ style: 'flat' })
  const db = connectAs(reader)
  const mine = createRawSink({ db, schema })
  for (const entity of ['Invoice', 'Customer']) {
    const rows = await sql`SELECT id FROM ${sql.id(schema, mine.tableName(entity))}`.execute(db)
    expect(rows.rows).toEqual([{ id: '1' }])
    expect(await mine.idsLive(db, { realmId: 'R1', entity, where: {} })).toEqual([])
  }
  expect(await mine.rejects(db, { realmId: 'R1' })).toHaveLength(2)
  const flat = await sql`SELECT id FROM ${sql.id(schema, 'qb_invoices_flat')}`.execute(db)
  expect(flat.rows).toEqual([{ id: '1' }])
  await expect(mine.writePage(db, page([record({ token: '9' })]))).rejects.toMatchObject({
    code: 'SINK_FORBIDDEN',
  })
  for (const statement of [
    sql`UPDATE ${table} SET run_id = 'x'`,
    sql`DELETE FROM ${table}`,
    sql`DROP TABLE ${table}`,
    sql`CREATE TABLE ${sql.id(schema, 'mine')} (n int)`,
  ]) {
    await expect(statement.execute(db)).rejects.toMatchObject(forbidden)
  }
})

test('impossible names are refused', () => {
  expect(() => roleStatements({ writer: 'me', reader: 'me' })).toThrow(/same role/)
  expect(() => roleStatements({ reader: 'pg_reader' })).toThrow(/reader: names that begin with pg_/)
  expect(() => roleStatements({ raeder: 'x' } as never)).toThrow(/raeder/)
})

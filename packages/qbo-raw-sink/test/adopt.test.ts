import { randomUUID } from 'node:crypto'
import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRawSink } from '../src/index.js'
import { page, record, rows } from './records.js'

const suffix = randomUUID().slice(0, 8)
const [owner, reader] = [`owner ${suffix}`, `"reader" ${suffix}`]
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  for (const role of [owner, reader]) await sql`CREATE ROLE ${sql.id(role)}`.execute(database.db)
})
afterAll(async () => {
  for (const role of [owner, reader]) {
    await sql`DROP OWNED BY ${sql.id(role)}`.execute(database.db)
    await sql`DROP ROLE ${sql.id(role)}`.execute(database.db)
  }
  await database.drop()
})

let schemas = 0

/** A schema of its own with a table of the owner's earlier form and one row in it. */
async function makeEarlier(type = 'timestamptz', value = '2024-01-01Z'): Promise<string> {
  const schema = `earlier ${schemas++}`
  await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(database.db)
  const table = sql.id(schema, 'qb_invoices')
  await sql`CREATE TABLE ${table} (id text PRIMARY KEY, payload jsonb, ingested_at_utc timestamptz DEFAULT now(),
    extract_window_start_utc ${sql.raw(type)}, page_number int)`.execute(database.db)
  await sql`INSERT INTO ${table} VALUES ('1', '{"Id": "1"}', '2024-05-01Z', ${sql.lit(value)}, 7)`.execute(
    database.db,
  )
  return schema
}

async function adopt(schema: string, db = database.db): Promise<void> {
  await createRawSink({ db, schema }).migrate({ entities: ['Invoice'], adopt: { realmId: 'R1' } })
}

async function catalog(schema: string, column: string, from: string): Promise<readonly unknown[]> {
  const found = await sql<{ value: unknown }>`SELECT ${sql.raw(column)} AS value FROM ${sql.raw(from)}
    WHERE ${sql.lit(`"${schema}".qb_invoices`)}::regclass IN (c.oid)`.execute(database.db)
  return found.rows.map(({ value }) => value)
}

test('an adopted table keeps its owner, rights, comments and indexes', async () => {
  const { db } = database
  const schema = await makeEarlier()
  const table = sql.id(schema, 'qb_invoices')
  await sql`GRANT USAGE, CREATE ON SCHEMA ${sql.id(schema)} TO ${sql.id(owner)}`.execute(db)
  await sql`GRANT SELECT ON ${table} TO ${sql.id(reader)} WITH GRANT OPTION`.execute(db)
  await sql`GRANT SELECT, DELETE ON ${table} TO PUBLIC`.execute(db)
  await sql`ALTER TABLE ${table} OWNER TO ${sql.id(owner)}`.execute(db)
  await sql`CREATE INDEX "by 'payload'" ON ${table} USING gin (payload jsonb_path_ops) WHERE id <> 'it''s \\'`.execute(
    db,
  )
  await sql`COMMENT ON TABLE ${table} IS 'it''s \\ "ours"'`.execute(db)
  await sql`COMMENT ON COLUMN ${table}.payload IS 'the record'`.execute(db)
  await sql`COMMENT ON INDEX ${sql.id(schema, "by 'payload'")} IS 'for the search'`.execute(db)
  const kept = (): Promise<readonly (readonly unknown[])[]> =>
    Promise.all([
      catalog(schema, 'pg_get_userbyid(c.relowner)', 'pg_class AS c'),
      catalog(
        schema,
        'a.grantee::regrole || a.privilege_type || a.is_grantable',
        'pg_class AS c, aclexplode(c.relacl) AS a',
      ).then((rights) => rights.map(String).toSorted()),
      catalog(
        schema,
        'd.description || coalesce(a.attname, $$$$)',
        'pg_class AS c JOIN pg_description AS d ON d.objoid = c.oid LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND d.objsubid > 0',
      ).then((comments) => comments.map(String).toSorted()),
      catalog(
        schema,
        `pg_get_indexdef(i.indexrelid) || obj_description(i.indexrelid)`,
        'pg_class AS c JOIN pg_index AS i ON i.indrelid = c.oid AND NOT i.indisprimary',
      ),
    ])
  const before = await kept()
  expect(before.map((list) => list.length > 0)).toEqual([true, true, true, true])
  await adopt(schema)
  expect(await kept()).toEqual(before)
  const sink = createRawSink({ db, schema })
  expect(await sink.writePage(db, page([record({ id: '2' })]))).toMatchObject({ inserted: 1 })
})

const lost: readonly (readonly [string, string, RegExp])[] = [
  ['row-level security', 'ALTER TABLE t ENABLE ROW LEVEL SECURITY', /row-level security would be lost/],
  ['a policy', `CREATE POLICY "mine only" ON t USING (id <> '0')`, /policy mine only would be lost/],
  [
    'a trigger',
    'CREATE TRIGGER told BEFORE UPDATE ON t EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    /trigger told/,
  ],
  ['a rule', 'CREATE RULE kept AS ON DELETE TO t DO INSTEAD NOTHING', /rule kept/],
  ['a view', 'CREATE VIEW seen AS SELECT id FROM t', /view .*seen would be lost/],
  ['a check', 'ALTER TABLE t ADD CONSTRAINT numbered CHECK (page_number > 0)', /constraint numbered/],
  ['a unique constraint', 'ALTER TABLE t ADD CONSTRAINT once UNIQUE (page_number)', /constraint once/],
  ['a unique index', 'CREATE UNIQUE INDEX only_once ON t (page_number)', /unique index .*only_once/],
  ['a reference to it', 'CREATE TABLE other (id text REFERENCES t)', /constraint other_id_fkey/],
  ['rights on a column', 'GRANT SELECT (id) ON t TO PUBLIC', /rights on its column id/],
  ['statistics', 'CREATE STATISTICS together ON id, page_number FROM t', /statistics together/],
  ['a publication', 'CREATE PUBLICATION published FOR TABLE t', /publication published/],
  ['an heir', 'CREATE TABLE heir () INHERITS (t)', /inheritance/],
]

for (const [name, statement, problem] of lost) {
  test(`a table with ${name} is not adopted but left as it is, and the reason named`, async () => {
    const schema = await makeEarlier()
    await database.db.connection().execute(async (connection) => {
      await sql`SELECT set_config('search_path', ${`"${schema}"`}, false)`.execute(connection)
      await sql.raw(statement.replace(/\bt\b/, 'qb_invoices')).execute(connection)
      await sql`RESET search_path`.execute(connection)
    })
    await expect(adopt(schema)).rejects.toMatchObject({
      code: 'SINK_FOREIGN_TABLE',
      message: expect.stringMatching(problem) as string,
    })
    const found = await sql`SELECT id FROM ${sql.id(schema, 'qb_invoices')}`.execute(database.db)
    expect(found.rows).toEqual([{ id: '1' }])
  })
}

for (const [type, value, expected] of [
  ['date', '2024-03-04', '2024-03-04 00:00:00'],
  ['timestamp', '2024-03-04 05:06:07', '2024-03-04 05:06:07'],
  ['text', '2024-03-04', '2024-03-04 00:00:00'],
  ['text', '2024-03-04 05:06', '2024-03-04 05:06:00'],
  ['text', '2024-03-04T05:06:07.5Z', '2024-03-04 05:06:07.5'],
  ['varchar(40)', '2024-03-04 05:06:07+02', '2024-03-04 03:06:07'],
  ['text', '2024-03-04T05:06:07-0500', '2024-03-04 10:06:07'],
  ['timestamptz', '2024-03-04T05:06:07-05:00', '2024-03-04 10:06:07'],
] as const) {
  test(`the ${type} ${value} of a column _utc is the same instant in every zone of the session`, async () => {
    const schema = await makeEarlier(type, value)
    const options = '-c TimeZone=Asia/Kathmandu -c DateStyle=SQL,DMY'
    const pool = new pg.Pool({ connectionString: database.url, max: 1, options })
    const abroad = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
    try {
      await adopt(schema, abroad)
    } finally {
      await abroad.destroy()
    }
    expect(await rows(database.db, `${schema}.qb_invoices`, 'R1')).toMatchObject([{ window_start: expected }])
  })
}

test('a time that is another day under each DateStyle, or no time at all, is not guessed at', async () => {
  await expect(adopt(await makeEarlier('text', '03/04/2024'))).rejects.toThrow(/holds "03\/04\/2024"/)
  await expect(adopt(await makeEarlier('bigint', '1704067200'))).rejects.toThrow(/of the type bigint/)
})

import { sql } from 'kysely'
import { createTestDatabase, type TestDatabase } from 'testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createRawSink } from '../src/index.js'
import { entityMigrations } from '../src/migrate/entity-migrations.js'
import { createLedger, ledgerTable, rejectsTable, type Migration } from '../src/migrate/migration.js'
import { rejectMigrations } from '../src/migrate/reject-migrations.js'
import { page, record, rows } from './records.js'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const tables = [
  { table: 'qb_invoices', migrations: entityMigrations },
  { table: rejectsTable, migrations: rejectMigrations },
] as const
const newest = Math.max(...tables.map(({ migrations }) => migrations.length))

/** A schema as the package left it when this was its newest step. */
async function makeEarlier(schema: string, version: number): Promise<void> {
  const { db } = database
  await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(db)
  await createLedger(schema).execute(db)
  for (const { table, migrations } of tables) {
    for (const step of migrations.slice(0, version)) await take(schema, table, step)
  }
}

async function take(schema: string, table: string, step: Migration): Promise<void> {
  for (const statement of step.up(schema, table, { lz4: false })) await statement.execute(database.db)
  await sql`INSERT INTO ${sql.id(schema, ledgerTable)} (table_name, version, name)
    VALUES (${table}, ${step.version}, ${step.name})`.execute(database.db)
}

/** Rows in the columns of version 1, which no later step may take away. */
async function fill(schema: string): Promise<void> {
  await sql`INSERT INTO ${sql.id(schema, 'qb_invoices')} (realm_id, id, payload, sync_token, create_time,
      last_updated_time, extract_window_start_utc, extract_window_end_utc, page_number, page_size, run_id)
    SELECT 'R1', n::text, jsonb_build_object('Id', n::text, 'SyncToken', '4'), '4', '2024-01-01Z', '2024-02-01Z',
      '2024-01-01Z', '2024-01-02Z', 3, 1000, 'earlier' FROM generate_series(1, 500) AS n`.execute(database.db)
  await sql`INSERT INTO ${sql.id(schema, rejectsTable)} (realm_id, entity, digest, saved, reason, message, original, run_id)
    VALUES ('R1', 'Invoice', 'd', false, 'missing-id', 'No Id', '{}', 'earlier')`.execute(database.db)
}

for (const { table, migrations } of tables) {
  test(`the steps of ${table} are numbered from 1 without a gap`, () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  })
}

describe.each(Array.from({ length: newest }, (_, index) => index + 1))(
  'A schema of version %i',
  (version) => {
    test('is brought up to date with every row, and then takes pages', async () => {
      const { db } = database
      const schema = `version_${version}`
      await makeEarlier(schema, version)
      await fill(schema)
      const before = await rows(db, `${schema}.qb_invoices`, 'R1')
      const sink = createRawSink({ db, schema })
      expect(await sink.pendingMigrations({ entities: ['Invoice'] })).toHaveLength(
        tables.reduce((pending, { migrations }) => pending + Math.max(0, migrations.length - version), 0),
      )
      await sink.migrate({ entities: ['Invoice'] })
      expect(await sink.pendingMigrations({ entities: ['Invoice'] })).toEqual([])
      expect(before).toHaveLength(500)
      expect(await rows(db, `${schema}.qb_invoices`, 'R1')).toEqual(before)
      expect(await sink.rejects(db, { realmId: 'R1', unresolvedOnly: true })).toMatchObject([
        { reason: 'missing-id' },
      ])
      const next = [
        record({ id: '1', token: '5', updated: '2024-03-01T00:00:00Z' }),
        record({ id: 'new' }),
        '{}',
      ]
      expect(await sink.writePage(db, page(next))).toMatchObject({ updated: 1, inserted: 1, rejected: 1 })
    })

    test('has the same columns, options and indexes afterwards as a new one', async () => {
      const { db } = database
      const [old, fresh] = [`same_${version}`, `fresh_${version}`]
      await makeEarlier(old, version)
      for (const schema of [old, fresh])
        await createRawSink({ db, schema }).migrate({ entities: ['Invoice'] })
      expect(await shapeOf(old)).toEqual(await shapeOf(fresh))
    })
  },
)

async function shapeOf(schema: string): Promise<readonly unknown[]> {
  const shape = await sql`
SELECT c.relname, c.reloptions, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull, a.attstorage,
       (SELECT array_agg(pg_get_constraintdef(k.oid) ORDER BY k.conname) FROM pg_constraint AS k
        WHERE k.conrelid = c.oid) AS constraints,
       (SELECT count(*)::int FROM pg_index AS i WHERE i.indrelid = c.oid) AS indexes
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
WHERE c.relnamespace = to_regnamespace(${schema}) AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY c.relname, a.attnum`.execute(database.db)
  return shape.rows
}

import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, DummyDriver } from 'kysely'
import { describe, expect, test } from 'vitest'
import { entityTables, tableName } from '../../src/entity-tables.js'
import { entityMigrations } from '../../src/migrate/entity-migrations.js'
import {
  describePlan,
  foreignTables,
  planMigrations,
  tablesOf,
  type SchemaState,
} from '../../src/migrate/plan-migrations.js'
import { rejectMigrations } from '../../src/migrate/reject-migrations.js'

const empty: SchemaState = {
  encoding: 'UTF8',
  schemaExists: false,
  ledgerExists: false,
  relations: new Set(),
  versions: new Map(),
}
const newest = entityMigrations.at(-1)?.version ?? 0

function found(relations: readonly string[], versions: Readonly<Record<string, number>>): SchemaState {
  return {
    encoding: 'UTF8',
    schemaExists: true,
    ledgerExists: true,
    relations: new Set(relations),
    versions: new Map(Object.entries(versions)),
  }
}

describe('what is to be migrated', () => {
  test('is everything in an empty database', () => {
    const plan = planMigrations('raw', empty, tablesOf(['Invoice']))
    expect(plan.steps).toHaveLength(rejectMigrations.length + entityMigrations.length)
    expect(plan.steps.every((step) => !step.remake)).toBe(true)
    expect(describePlan('raw', plan).slice(0, 3)).toEqual([
      'create schema raw',
      'create raw.qb_sink_migrations',
      'create raw.qb_rejects (1)',
    ])
  })

  test('is nothing where all is there', () => {
    const plan = planMigrations('raw', found(['qb_invoices'], { qb_invoices: newest }), ['qb_invoices'])
    expect(plan).toEqual({ createSchema: false, createLedger: false, steps: [] })
    expect(describePlan('raw', plan)).toEqual([])
  })

  test('is the table again that somebody dropped, from its first step', () => {
    const { steps } = planMigrations('raw', found([], { qb_invoices: newest }), ['qb_invoices'])
    expect(steps.map(({ migration, remake }) => [migration.version, remake])).toEqual(
      entityMigrations.map(({ version }) => [version, true]),
    )
  })

  test('is refused for a table of a newer version, and for one that is not ours', () => {
    expect(() =>
      planMigrations('raw', found(['qb_invoices'], { qb_invoices: newest + 1 }), ['qb_invoices']),
    ).toThrowError(expect.objectContaining({ code: 'SINK_SCHEMA_TOO_NEW' }))
    expect(() => planMigrations('raw', found(['qb_invoices'], {}), ['qb_invoices'])).toThrowError(
      expect.objectContaining({ code: 'SINK_FOREIGN_TABLE' }),
    )
  })
})

test('tables are named once, with the one of rejects before them', () => {
  expect(tablesOf(['Invoice', 'Invoice', 'Item'])).toEqual(['qb_rejects', 'qb_invoices', 'qb_items'])
})

test('a table of our name that the ledger does not know is foreign', () => {
  expect(
    foreignTables(found(['qb_invoices', 'qb_items'], { qb_items: 1 }), [
      'qb_invoices',
      'qb_items',
      'qb_terms',
    ]),
  ).toEqual(['qb_invoices'])
})

test.each(['invoice', 'Nothing', 'toString'])('%s is no entity with a table', (name) => {
  expect(() => tableName(name)).toThrowError(expect.objectContaining({ code: 'SINK_INVALID_OPTIONS' }))
})

test('every entity has a table of its own', () => {
  expect(new Set(Object.keys(entityTables).map(tableName)).size).toBe(Object.keys(entityTables).length)
})

test('payloads are compressed by lz4 where the server has it', () => {
  const db = new Kysely<never>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (of) => new PostgresIntrospector(of),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  const statements = (lz4: boolean): string =>
    entityMigrations
      .flatMap((step) => step.up('raw', 'qb_invoices', { lz4 }).map((one) => one.compile(db).sql))
      .join('\n')
  expect(statements(true)).toContain('SET COMPRESSION lz4')
  expect(statements(false)).not.toContain('lz4')
})

import { sql } from 'kysely'
import { inTransaction, run, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'
import { copyAdopted, setAside } from './adopt-table.js'
import { inspectSchema, inspectServer } from './inspect-schema.js'
import { createLedger, ledgerTable, type ServerTraits } from './migration.js'
import {
  describePlan,
  foreignTables,
  planMigrations,
  tablesOf,
  type MigrationPlan,
  type MigrationStep,
} from './plan-migrations.js'

export interface MigrateOptions {
  readonly entities: readonly string[]
  /** Take over tables of these names that were made before this package, as rows of this realm. */
  readonly adopt?: { readonly realmId: string } | undefined
}

export async function pendingMigrations(
  db: Database,
  schema: string,
  entities: readonly string[],
): Promise<readonly string[]> {
  return describePlan(schema, await makePlan(db, schema, tablesOf(entities)))
}

export async function migrate(db: Database, schema: string, options: MigrateOptions): Promise<void> {
  const tables = tablesOf(options.entities)
  // Without the lock first: a role that may not create can start when there is nothing to do.
  if (options.adopt === undefined && isEmpty(await makePlan(db, schema, tables))) return
  await inTransaction(db, async (trx) => {
    await run(
      trx,
      sql`SELECT pg_advisory_xact_lock(hashtextextended(${`qbo-raw-sink migrate ${schema}`}::text, 0))`,
      'wait for another migration',
    )
    if (options.adopt === undefined) await carryOut(trx, schema, await makePlan(trx, schema, tables))
    else await adopt(trx, schema, options.entities, options.adopt.realmId)
  })
}

async function makePlan(db: Database, schema: string, tables: readonly string[]): Promise<MigrationPlan> {
  return planMigrations(schema, await inspectSchema(db, schema, tables), tables)
}

function isEmpty(plan: MigrationPlan): boolean {
  return !plan.createSchema && !plan.createLedger && plan.steps.length === 0
}

async function adopt(
  trx: Database,
  schema: string,
  entities: readonly string[],
  realmId: string,
): Promise<void> {
  const tables = tablesOf(entities)
  const foreign = foreignTables(await inspectSchema(trx, schema, tables), tables)
  const adopted = []
  for (const entity of new Set(entities)) {
    const table = tableName(entity)
    if (!foreign.includes(table)) continue
    adopted.push({ table, entity, realmId, columns: await setAside(trx, schema, table) })
  }
  await carryOut(trx, schema, await makePlan(trx, schema, tables))
  for (const each of adopted) await copyAdopted(trx, schema, each)
}

async function carryOut(trx: Database, schema: string, plan: MigrationPlan): Promise<void> {
  // Not IF NOT EXISTS, which asks for the right to create even when there is nothing to create.
  if (plan.createSchema) await run(trx, sql`CREATE SCHEMA ${sql.id(schema)}`, `create the schema ${schema}`)
  if (plan.createLedger) await run(trx, createLedger(schema), `create ${schema}.${ledgerTable}`)
  const server = await inspectServer(trx)
  for (const step of plan.steps) await take(trx, schema, step, server)
}

async function take(trx: Database, schema: string, step: MigrationStep, server: ServerTraits): Promise<void> {
  const { table, migration, remake } = step
  const ledger = sql.id(schema, ledgerTable)
  const doing = `${migration.name} ${schema}.${table}`
  if (remake && migration.version === 1) {
    await run(trx, sql`DELETE FROM ${ledger} WHERE table_name = ${table}::text`, doing)
  }
  for (const statement of migration.up(schema, table, server)) await run(trx, statement, doing)
  await run(
    trx,
    sql`INSERT INTO ${ledger} (table_name, version, name) VALUES (${table}::text, ${migration.version}::int, ${migration.name}::text)`,
    doing,
  )
}

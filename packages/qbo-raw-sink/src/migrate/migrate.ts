import { sql } from 'kysely'
import { requireUtf8 } from '../database-encoding.js'
import { inTransaction, parameter, run, type Database } from '../database.js'
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

/** Options of `migrate`. */
export interface MigrateOptions {
  /** Whose tables, by QuickBooks' own names: `['Customer', 'Invoice']`. */
  readonly entities: readonly string[]
  /** Take over tables of these names that were made before this package, as rows of this realm. */
  readonly adopt?:
    | {
        /** The company that their rows are of: digits. */
        readonly realmId: string
      }
    | undefined
}

export async function pendingMigrations(
  db: Database,
  schema: string,
  entities: readonly string[],
): Promise<readonly string[]> {
  const plan = await makePlan(db, schema, tablesOf(entities))
  requireUtf8(plan.encoding)
  return describePlan(schema, plan)
}

export async function migrate(db: Database, schema: string, options: MigrateOptions): Promise<void> {
  const tables = tablesOf(options.entities)
  // Without the lock first: a role that may not create can start when there is nothing to do.
  // To adopt is to find tables that a plan refuses.
  const plan = options.adopt === undefined ? await makePlan(db, schema, tables) : undefined
  if (plan === undefined || !isEmpty(plan)) await carryOutAlone(db, schema, options)
  // Last: whoever looks into a database that is refused finds tables that are empty, and no error beside this one.
  requireUtf8((plan ?? (await makePlan(db, schema, tables))).encoding)
}

/** In one transaction, and one migration at a time. */
async function carryOutAlone(db: Database, schema: string, options: MigrateOptions): Promise<void> {
  const tables = tablesOf(options.entities)
  await inTransaction(db, async (trx) => {
    await run(
      trx,
      sql`SELECT pg_catalog.pg_advisory_xact_lock(
        pg_catalog.hashtextextended(${parameter(`qbo-raw-sink migrate ${schema}`, 'text')}, 0))`,
      'wait for another migration',
    )
    if (options.adopt === undefined) await carryOut(trx, schema, await makePlan(trx, schema, tables))
    else await adopt(trx, schema, options.entities, options.adopt.realmId)
  })
}

function makePlan(
  db: Database,
  schema: string,
  tables: readonly string[],
): Promise<MigrationPlan & { readonly encoding: string }> {
  return inTransaction(db, async (trx) => {
    const found = await inspectSchema(trx, schema, tables)
    return { ...planMigrations(schema, found, tables), encoding: found.encoding }
  })
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
    adopted.push({ table, entity, realmId, earlier: await setAside(trx, schema, table) })
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
    await run(trx, sql`DELETE FROM ${ledger} WHERE table_name = ${parameter(table, 'text')}`, doing)
  }
  for (const statement of migration.up(schema, table, server)) await run(trx, statement, doing)
  await run(
    trx,
    sql`INSERT INTO ${ledger} (table_name, version, name) 
      VALUES (${parameter(table, 'text')}, ${parameter(migration.version, 'int')}, ${parameter(migration.name, 'text')})`,
    doing,
  )
}

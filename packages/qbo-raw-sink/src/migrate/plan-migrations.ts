import { tableName } from '../entity-tables.js'
import { SinkError } from '../sink-error.js'
import { entityMigrations } from './entity-migrations.js'
import { ledgerTable, rejectsTable, type Migration } from './migration.js'
import { rejectMigrations } from './reject-migrations.js'

/** What was found in the database. */
export interface SchemaState {
  /** Of the database, as PostgreSQL calls it. */
  readonly encoding: string
  readonly schemaExists: boolean
  readonly ledgerExists: boolean
  /** Names of ours that exist as a relation of any kind. */
  readonly relations: ReadonlySet<string>
  /** The newest step taken, by table. */
  readonly versions: ReadonlyMap<string, number>
}

export interface MigrationStep {
  readonly table: string
  readonly migration: Migration
  /** The ledger knows the table but somebody dropped it: it is made again from the first step. */
  readonly remake: boolean
}

export interface MigrationPlan {
  readonly createSchema: boolean
  readonly createLedger: boolean
  readonly steps: readonly MigrationStep[]
}

/** The tables that these entities need, without repetition. */
export function tablesOf(entities: readonly string[]): readonly string[] {
  return [...new Set([rejectsTable, ...entities.map(tableName)])]
}

/** Tables of our names that were not made by us. */
export function foreignTables(state: SchemaState, tables: readonly string[]): readonly string[] {
  return tables.filter((table) => state.relations.has(table) && !state.versions.has(table))
}

/** Pure: what must be done to get from the state found to what this version of the code expects. */
export function planMigrations(schema: string, state: SchemaState, tables: readonly string[]): MigrationPlan {
  const steps = tables.flatMap((table) => stepsOf(schema, state, table))
  return { createSchema: !state.schemaExists, createLedger: !state.ledgerExists, steps }
}

/** One line a step, for people and for `pendingMigrations`. */
export function describePlan(schema: string, plan: MigrationPlan): readonly string[] {
  return [
    ...(plan.createSchema ? [`create schema ${schema}`] : []),
    ...(plan.createLedger ? [`create ${schema}.${ledgerTable}`] : []),
    ...plan.steps.map(
      ({ table, migration }) => `${migration.name} ${schema}.${table} (${migration.version})`,
    ),
  ]
}

function stepsOf(schema: string, state: SchemaState, table: string): readonly MigrationStep[] {
  const migrations = table === rejectsTable ? rejectMigrations : entityMigrations
  const known = Math.max(...migrations.map(({ version }) => version))
  const found = state.versions.get(table) ?? 0
  if (found > known) {
    throw new SinkError(
      'SINK_SCHEMA_TOO_NEW',
      `${schema}.${table} is at version ${found}, this qbo-raw-sink knows ${known}. Use the newer version of the package.`,
    )
  }
  const exists = state.relations.has(table)
  if (exists && found === 0) {
    throw new SinkError(
      'SINK_FOREIGN_TABLE',
      `${schema}.${table} exists but was not made by qbo-raw-sink, so it was not touched. Let migrate adopt it, rename it, or use another schema.`,
    )
  }
  const from = exists ? found : 0
  return migrations
    .filter((migration) => migration.version > from)
    .map((migration) => ({ table, migration, remake: found > 0 && !exists }))
}

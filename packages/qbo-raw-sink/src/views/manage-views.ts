import { sql } from 'kysely'
import { inTransaction, parameter, run, texts, type Database } from '../database.js'
import { SinkError } from '../sink-error.js'
import { quoteName, quoteText } from '../sql-text.js'
import { dbtVariables, type DbtVariables } from './dbt-variables.js'
import { definitionsOf, type Definition, type ViewStyle } from './definitions.js'
import { viewsSchema, type ResolvedViews } from './options.js'
import { findEntities, findRelations, rightsOf, whatReads, type FoundRelation } from './view-catalog.js'
import { writeMark } from './view-mark.js'

/** What `createViews` has made. */
export interface CreatedViews {
  /** Where they are. */
  readonly schema: string
  /** All that are there now, by name. */
  readonly views: readonly string[]
  /** Of these, what was made, made anew or changed; the others were so already. */
  readonly changed: readonly string[]
  /** What to tell the dbt package, for the style `fivetran`. */
  readonly dbt?: DbtVariables
}

/** A view of ours. */
export interface FoundView {
  /** Where it is. */
  readonly schema: string
  /** Without its schema: `invoices`, `invoice_line`. */
  readonly name: string
  /** What it was made as. */
  readonly style: ViewStyle
  /** Undefined for all companies. */
  readonly realmId: string | undefined
  /** False if this version, or a table that has come since, would make it otherwise: `createViews` again. */
  readonly isCurrent: boolean
}

/** Creates the views, or brings them up to date, in one transaction. */
export function createViews(db: Database, views: ResolvedViews): Promise<CreatedViews> {
  const { style, schema, rawSchema, realmId } = views
  return inTransaction(db, async (trx) => {
    await lock(trx, schema)
    const entities = await findEntities(trx, rawSchema)
    if (entities.size === 0)
      throw new SinkError(
        'SINK_NOT_MIGRATED',
        `The schema ${rawSchema} has no table to make views of: call migrate.`,
      )
    const definitions = definitionsOf(style, { rawSchema, entities, realmId })
    const names = definitions.map(({ name }) => name)
    const found = (await findRelations(trx, schema, names)).filter((one) => one.schema === schema)
    refuseForeign(found, names, views)
    await createSchema(trx, schema)
    const changed: string[] = []
    for (const definition of definitions) {
      const existing = found.find(({ name }) => name === definition.name)
      if (existing?.mark?.hash === definition.hash && existing.mark.rawSchema === rawSchema) continue
      await put(trx, views, definition, existing)
      changed.push(definition.name)
    }
    // What an earlier version has made and this one does not.
    const obsolete = found.filter(({ name, mark }) => mark?.style === style && !names.includes(name))
    await drop(trx, obsolete)
    return {
      schema,
      views: names,
      changed,
      ...(style === 'fivetran' ? { dbt: dbtVariables(entities) } : {}),
    }
  })
}

/** Drops the views of a style in a schema. No row is touched. Returns their names. */
export function dropViews(db: Database, style: ViewStyle, schema: string): Promise<readonly string[]> {
  return inTransaction(db, async (trx) => {
    await lock(trx, schema)
    const found = await findRelations(trx, schema, [])
    const own = found.filter((one) => one.schema === schema && one.mark?.style === style)
    await drop(trx, own)
    return own.map(({ name }) => name)
  })
}

/** All views over the tables of this schema. */
export async function listViews(db: Database, rawSchema: string): Promise<readonly FoundView[]> {
  const found = await findRelations(db, viewsSchema('flat', undefined, rawSchema), [])
  const entities = await findEntities(db, rawSchema)
  return found.flatMap(({ schema, name, mark }) => {
    if (mark?.rawSchema !== rawSchema) return []
    const { style, realmId, hash } = mark
    const definitions = definitionsOf(style, { rawSchema, entities, realmId })
    const isCurrent = definitions.some((one) => one.name === name && one.hash === hash)
    return [{ schema, name, style, realmId, isCurrent }]
  })
}

async function lock(trx: Database, schema: string): Promise<void> {
  await run(
    trx,
    sql`SELECT pg_catalog.pg_advisory_xact_lock(
      pg_catalog.hashtextextended(${parameter(`qbo-raw-sink views ${schema}`, 'text')}, 0))`,
    'wait for another change of views',
  )
}

/** Asked first: who may not create schemas may well use one that is there. */
async function createSchema(trx: Database, schema: string): Promise<void> {
  const statement = sql`SELECT nspname::text FROM pg_catalog.pg_namespace WHERE nspname::text = ${parameter(schema, 'text')}`
  const found = await texts(trx, statement, 'look for the schema')
  if (found.length === 0) await run(trx, sql`CREATE SCHEMA ${sql.id(schema)}`, `create the schema ${schema}`)
}

/** What is not ours is not replaced, and one company's views not by another's. */
function refuseForeign(
  found: readonly FoundRelation[],
  names: readonly string[],
  { style, schema, realmId }: ResolvedViews,
): void {
  const foreign = found.filter(({ name, mark }) => mark?.style !== style && names.includes(name))
  if (foreign.length > 0) {
    throw new SinkError(
      'SINK_FOREIGN_TABLE',
      `${foreign.map(({ name }) => `${schema}.${name}`).join(', ')}: not made by createViews, and left as it is. Name another schema for the views.`,
    )
  }
  const others = new Set(found.map(({ mark }) => mark?.realmId).filter((one) => one !== realmId))
  const [other] = others
  if (other !== undefined) {
    throw new SinkError(
      'SINK_INVALID_OPTIONS',
      `The schema ${schema} holds the views of company ${other}. Name another schema for those of company ${realmId}.`,
    )
  }
}

/** Replaced in place where PostgreSQL can, which keeps what reads it and who may; otherwise made anew with the same rights. */
async function put(
  trx: Database,
  { style, schema, rawSchema, realmId }: ResolvedViews,
  definition: Definition,
  existing: FoundRelation | undefined,
): Promise<void> {
  const { name, columns, select, hash } = definition
  const fits = existing === undefined || existing.columns.every((column, at) => isSame(column, columns[at]))
  const rights =
    existing === undefined || fits
      ? []
      : await rightsOf(
          trx,
          existing,
          columns.map((column) => column.name),
        )
  if (existing !== undefined && !fits) await drop(trx, [existing])
  const options =
    existing === undefined || existing.options.length === 0 ? '' : ` WITH (${optionList(existing)})`
  const view = quoteName(schema, name)
  const statements = [
    `CREATE OR REPLACE VIEW ${view}${options} AS\n${select}`,
    `COMMENT ON VIEW ${view} IS ${quoteText(writeMark({ style, realmId, rawSchema, hash }))}`,
    ...rights,
  ]
  for (const statement of statements) await run(trx, sql.raw(statement), `create the view ${schema}.${name}`)
}

function isSame(
  column: Definition['columns'][number],
  other: Definition['columns'][number] | undefined,
): boolean {
  return column.name === other?.name && column.type === other.type
}

/** To replace a view without them would take them away, and with `security_invoker` the rights that it was to look at. */
function optionList({ options }: FoundRelation): string {
  return options
    .map((option) => {
      const [name = '', ...value] = option.split('=')
      return `${quoteName(name)} = ${quoteText(value.join('='))}`
    })
    .join(', ')
}

/** @throws {SinkError} SINK_VIEW_IN_USE: what somebody has built on a view is not ours to drop. */
async function drop(trx: Database, views: readonly FoundRelation[]): Promise<void> {
  for (const { schema, name } of views) {
    const readers = await whatReads(trx, schema, name)
    if (readers.length > 0) {
      throw new SinkError(
        'SINK_VIEW_IN_USE',
        `${schema}.${name} has to go, and ${readers.join(', ')} would go with it. Drop that first, and make it again afterwards.`,
      )
    }
    await run(trx, sql`DROP VIEW ${sql.id(schema, name)}`, `drop the view ${schema}.${name}`)
  }
}

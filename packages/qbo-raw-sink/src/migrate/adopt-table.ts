import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { answers, asJson, parameter, run, texts, type Database } from '../database.js'
import { SinkError } from '../sink-error.js'
import { instantIfAny, recordFields } from '../record/record-fields.js'
import { statementsToKeep, whatWouldBeLost } from './attached-objects.js'

interface Column {
  readonly name: string
  readonly type: string
}

const columnShape = z.object({ name: z.string(), type: z.string() })

const instantColumns = ['ingested_at_utc', 'extract_window_start_utc', 'extract_window_end_utc', 'last_seen']

/** What the owner's earlier tables have; only the first two must be there. */
const knownColumns = ['id', 'payload', ...instantColumns, 'page_number', 'page_size']

/** An earlier table that was moved out of the way. */
export interface TableSetAside {
  readonly columns: readonly Column[]
  /** To be run on the table that takes its place. */
  readonly toKeep: readonly string[]
}

/** The name that an adopted table has while it is copied, inside the transaction. */
function nameWhileCopied(table: string): string {
  return `${table}__adopting`
}

/**
 * Moves an earlier table out of the way.
 * @throws {SinkError} SINK_FOREIGN_TABLE if it has another form, or something hangs on it that its copy would not have
 */
export async function setAside(trx: Database, schema: string, table: string): Promise<TableSetAside> {
  // The owner's writers must not add a row between the copy and the end.
  await run(trx, sql`LOCK TABLE ${sql.id(schema, table)} IN ACCESS EXCLUSIVE MODE`, `lock ${schema}.${table}`)
  const columns = await answers(
    trx,
    asJson(sql`
SELECT a.attname::text AS name, pg_catalog.format_type(a.atttypid, NULL) AS type
FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = ${parameter(schema, 'text')} AND c.relname = ${parameter(table, 'text')} AND c.relkind = 'r'
  AND a.attnum > 0::int2 AND NOT a.attisdropped`),
    columnShape,
    `look at ${schema}.${table}`,
  )
  const problems = [
    ...problemsOf(columns),
    ...(await unreadableTimes(trx, sql.id(schema, table), columns)),
    ...(await whatWouldBeLost(trx, schema, table)).map((what) => `${what} would be lost`),
  ]
  if (problems.length > 0) {
    throw new SinkError(
      'SINK_FOREIGN_TABLE',
      `${schema}.${table} cannot be adopted: ${problems.join(', ')}. Nothing was changed.`,
    )
  }
  const toKeep = await statementsToKeep(trx, schema, table)
  await run(
    trx,
    sql`ALTER TABLE ${sql.id(schema, table)} RENAME TO ${sql.id(nameWhileCopied(table))}`,
    `set ${schema}.${table} aside`,
  )
  return { columns, toKeep }
}

function problemsOf(columns: readonly Column[]): readonly string[] {
  const names = columns.map(({ name }) => name)
  return [
    ...['id', 'payload'].filter((name) => !names.includes(name)).map((name) => `it has no column ${name}`),
    ...names.filter((name) => !knownColumns.includes(name)).map((name) => `its column ${name} would be lost`),
    ...columns
      .filter(({ name, type }) => instantColumns.includes(name) && !isTime(type) && !isText(type))
      .map(({ name, type }) => `its column ${name} is of the type ${type} and no time`),
  ]
}

const isoTime: string = String.raw`^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)? ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$`

/** A time written as 03/04/2024 is another day under each DateStyle. */
async function unreadableTimes(
  trx: Database,
  table: RawBuilder<unknown>,
  columns: readonly Column[],
): Promise<readonly string[]> {
  const problems: string[] = []
  for (const { name, type } of columns) {
    if (!instantColumns.includes(name) || !isText(type)) continue
    const [first] = await texts(
      trx,
      sql`SELECT ${sql.id(name)}::text FROM ${table} WHERE ${sql.id(name)}::text !~ ${sql.lit(isoTime)} LIMIT 1`,
      `look at the times of ${name}`,
    )
    if (first !== undefined)
      problems.push(`its column ${name} holds ${JSON.stringify(first)}, no ISO 8601 time`)
  }
  return problems
}

/** Copies every row of the table set aside into the new one, as rows of this realm, and drops it. */
export async function copyAdopted(
  trx: Database,
  schema: string,
  adopted: {
    readonly table: string
    readonly entity: string
    readonly realmId: string
    readonly earlier: TableSetAside
  },
): Promise<void> {
  const { table, entity, realmId, earlier } = adopted
  const { columns } = earlier
  const old = sql.id(schema, nameWhileCopied(table))
  const fields = recordFields(entity, instantIfAny)
  const doing = `adopt ${schema}.${table}`
  await run(
    trx,
    sql`
INSERT INTO ${sql.id(schema, table)} (realm_id, id, payload, sync_token, create_time, last_updated_time,
  extract_window_start_utc, extract_window_end_utc, ingested_at_utc, page_number, page_size, last_seen)
SELECT ${parameter(realmId, 'text')}, id, payload, ${fields.syncToken}, ${fields.createTime}, ${fields.lastUpdatedTime},
       window_start, window_end, coalesce(ingested_at, pg_catalog.now()), page_number, page_size,
       coalesce(seen, pg_catalog.now())
FROM (SELECT id::text AS id, payload::text::jsonb AS payload,
             ${instantOf(columns, 'extract_window_start_utc')} AS window_start,
             ${instantOf(columns, 'extract_window_end_utc')} AS window_end,
             ${instantOf(columns, 'ingested_at_utc')} AS ingested_at,
             ${instantOf(columns, 'last_seen')} AS seen,
             ${integerOf(columns, 'page_number')} AS page_number, ${integerOf(columns, 'page_size')} AS page_size
      FROM ${old}) AS earlier`,
    doing,
  )
  await run(trx, sql`DROP TABLE ${old}`, doing)
  for (const statement of earlier.toKeep) await run(trx, sql.raw(statement), doing)
}

/** The columns are named …_utc: a time without a zone in them is one in UTC, whatever the zone of the session. */
function instantOf(columns: readonly Column[], name: string): RawBuilder<unknown> {
  const type = columns.find((column) => column.name === name)?.type
  if (type === undefined) return sql`NULL::timestamptz`
  const column = sql.id(name)
  if (type === 'timestamp with time zone') return column
  const inUtc = sql`${column}::timestamp AT TIME ZONE 'UTC'`
  if (!isText(type)) return inUtc
  const namesOffset = sql`${column}::text ~ '[T ].*(Z|[+-][0-9]{2}(:?[0-9]{2})?)$'`
  return sql`CASE WHEN ${namesOffset} THEN ${column}::timestamptz ELSE ${inUtc} END`
}

function isTime(type: string): boolean {
  return type === 'date' || /^timestamp with(?:out)? time zone$/.test(type)
}

function isText(type: string): boolean {
  return type === 'text' || type === 'character varying'
}

function integerOf(columns: readonly Column[], name: string): RawBuilder<unknown> {
  return columns.some((column) => column.name === name) ? sql`${sql.id(name)}::int` : sql`NULL::int`
}

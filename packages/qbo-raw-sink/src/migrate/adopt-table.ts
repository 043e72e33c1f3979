import { sql, type RawBuilder } from 'kysely'
import { run, type Database } from '../database.js'
import { SinkError } from '../sink-error.js'
import { recordFields } from '../write/record-fields.js'

interface Column {
  readonly name: string
  readonly type: string
}

/** What the owner's earlier tables have; only the first two must be there. */
const knownColumns = [
  'id',
  'payload',
  'ingested_at_utc',
  'extract_window_start_utc',
  'extract_window_end_utc',
  'page_number',
  'page_size',
  'last_seen',
]

/** The name that an adopted table has while it is copied, inside the transaction. */
function nameWhileCopied(table: string): string {
  return `${table}__adopting`
}

/** Moves an earlier table out of the way. @throws {SinkError} SINK_FOREIGN_TABLE if it has another form */
export async function setAside(trx: Database, schema: string, table: string): Promise<readonly Column[]> {
  const columns = await run(
    trx,
    sql<Column>`
SELECT a.attname::text AS name, format_type(a.atttypid, NULL) AS type
FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = ${schema}::text AND c.relname = ${table}::text AND c.relkind = 'r'
  AND a.attnum > 0 AND NOT a.attisdropped`,
    `look at ${schema}.${table}`,
  )
  const names = columns.map(({ name }) => name)
  const missing = ['id', 'payload'].filter((name) => !names.includes(name))
  const extra = names.filter((name) => !knownColumns.includes(name))
  if (missing.length > 0 || extra.length > 0) {
    throw new SinkError(
      'SINK_FOREIGN_TABLE',
      `${schema}.${table} cannot be adopted: ${[
        ...missing.map((name) => `it has no column ${name}`),
        ...extra.map((name) => `its column ${name} would be lost`),
      ].join(', ')}.`,
    )
  }
  // The owner's writers must not add a row between the copy and the end.
  await run(trx, sql`LOCK TABLE ${sql.id(schema, table)} IN ACCESS EXCLUSIVE MODE`, `lock ${schema}.${table}`)
  await run(
    trx,
    sql`ALTER TABLE ${sql.id(schema, table)} RENAME TO ${sql.id(nameWhileCopied(table))}`,
    `set ${schema}.${table} aside`,
  )
  return columns
}

/** Copies every row of the table set aside into the new one, as rows of this realm, and drops it. */
export async function copyAdopted(
  trx: Database,
  schema: string,
  adopted: {
    readonly table: string
    readonly entity: string
    readonly realmId: string
    readonly columns: readonly Column[]
  },
): Promise<void> {
  const { table, entity, realmId, columns } = adopted
  const old = sql.id(schema, nameWhileCopied(table))
  const fields = recordFields(entity)
  const doing = `adopt ${schema}.${table}`
  await run(
    trx,
    sql`
INSERT INTO ${sql.id(schema, table)} (realm_id, id, payload, sync_token, create_time, last_updated_time,
  extract_window_start_utc, extract_window_end_utc, ingested_at_utc, page_number, page_size, last_seen)
SELECT ${realmId}::text, id, payload, ${fields.syncToken}, ${fields.createTime}, ${fields.lastUpdatedTime},
       window_start, window_end, coalesce(ingested_at, now()), page_number, page_size, coalesce(seen, now())
FROM (SELECT id::text AS id, payload::text::jsonb AS payload,
             ${instantOf(columns, 'extract_window_start_utc')} AS window_start,
             ${instantOf(columns, 'extract_window_end_utc')} AS window_end,
             ${instantOf(columns, 'ingested_at_utc')} AS ingested_at,
             ${instantOf(columns, 'last_seen')} AS seen,
             ${integerOf(columns, 'page_number')} AS page_number, ${integerOf(columns, 'page_size')} AS page_size
      FROM ${old}) AS earlier`,
    doing,
  )
  // RESTRICT: views of the owner's that look at the table stop the adoption instead of disappearing.
  await run(trx, sql`DROP TABLE ${old}`, doing)
}

/** The columns are named …_utc: a time without a zone in them is one in UTC. */
function instantOf(columns: readonly Column[], name: string): RawBuilder<unknown> {
  const type = columns.find((column) => column.name === name)?.type
  if (type === undefined) return sql`NULL::timestamptz`
  return type === 'timestamp without time zone'
    ? sql`${sql.id(name)} AT TIME ZONE 'UTC'`
    : sql`${sql.id(name)}::timestamptz`
}

function integerOf(columns: readonly Column[], name: string): RawBuilder<unknown> {
  return columns.some((column) => column.name === name) ? sql`${sql.id(name)}::int` : sql`NULL::int`
}

import { sql, type RawBuilder } from 'kysely'
import { run, textArray, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'
import type { Window } from '../write/page.js'
import { fromLiveRows, type RowSet } from './row-set.js'

export interface IdQuery {
  readonly realmId: string
  readonly entity: string
  readonly where: RowSet
  /** Only rows last updated before this instant. */
  readonly settledBefore?: string | undefined
}

export interface NotSeenQuery extends IdQuery {
  readonly runId: string
  /** An instant of the database's clock: what the run touched before it counts as not seen. */
  readonly seenSince?: string | undefined
  readonly limit?: number | undefined
}

export interface StoredIdQuery {
  readonly realmId: string
  readonly entity: string
  readonly ids: readonly string[]
}

export interface WindowQuery {
  readonly realmId: string
  readonly entity: string
  readonly window: Window
}

export function idsLive(db: Database, schema: string, query: IdQuery): Promise<readonly string[]> {
  return liveIds(db, schema, query, [], undefined)
}

export function idsNotSeen(db: Database, schema: string, query: NotSeenQuery): Promise<readonly string[]> {
  // IS DISTINCT FROM: a row of an adopted table has no run yet.
  const notSeen = sql`run_id IS DISTINCT FROM ${query.runId}::text`
  const also =
    query.seenSince === undefined
      ? notSeen
      : sql`(${notSeen} OR last_seen IS NULL OR last_seen < ${query.seenSince}::timestamptz)`
  return liveIds(db, schema, query, [also], query.limit)
}

export async function storedIds(
  db: Database,
  schema: string,
  query: StoredIdQuery,
): Promise<readonly string[]> {
  if (query.ids.length === 0) return []
  const statement = sql<{ id: string }>`
SELECT id FROM ${sql.id(schema, tableName(query.entity))}
WHERE realm_id = ${query.realmId}::text AND id = ANY (${textArray(query.ids)})
ORDER BY id COLLATE "C"`
  return idsOf(await run(db, statement, `look up ids of ${query.entity}`))
}

/** Ids of live rows of a set, as many as asked for, chosen by chance. */
export async function sampleIds(
  db: Database,
  schema: string,
  query: IdQuery & { readonly count: number },
): Promise<readonly string[]> {
  const statement = sql<{ id: string }>`
SELECT id ${fromLiveRows(sql.id(schema, tableName(query.entity)), query.realmId, query.where)}
ORDER BY random()
LIMIT ${query.count}::bigint`
  return idsOf(await run(db, statement, `choose ids of ${query.entity}`))
}

/** Ids of the live rows attributed to windows that begin in `[start, end)`. */
export async function idsInWindow(
  db: Database,
  schema: string,
  query: WindowQuery,
): Promise<readonly string[]> {
  const statement = sql<{ id: string }>`
SELECT id FROM ${sql.id(schema, tableName(query.entity))}
WHERE realm_id = ${query.realmId}::text AND deleted_at IS NULL
  AND extract_window_start_utc >= ${query.window.start}::timestamptz
  AND extract_window_start_utc < ${query.window.end}::timestamptz
ORDER BY id COLLATE "C"`
  return idsOf(await run(db, statement, `list ids of ${query.entity}`))
}

/**
 * The newest LastUpdatedTime among the live rows, as an instant in UTC; `null` if no row has one. Good for
 * looking at; never a cursor: a row that became visible late lies behind it.
 */
export async function maxUpdatedAt(
  db: Database,
  schema: string,
  query: { readonly realmId: string; readonly entity: string },
): Promise<string | null> {
  const statement = sql<{ newest: string | null }>`
SELECT to_char(max(last_updated_time) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS newest
FROM ${sql.id(schema, tableName(query.entity))}
WHERE realm_id = ${query.realmId}::text AND deleted_at IS NULL`
  const [row] = await run(db, statement, `look up the newest row of ${query.entity}`)
  return row?.newest ?? null
}

async function liveIds(
  db: Database,
  schema: string,
  query: IdQuery,
  also: readonly RawBuilder<unknown>[],
  limit: number | undefined,
): Promise<readonly string[]> {
  const settled =
    query.settledBefore === undefined ? [] : [sql`last_updated_time < ${query.settledBefore}::timestamptz`]
  const statement = sql<{ id: string }>`
SELECT id ${fromLiveRows(sql.id(schema, tableName(query.entity)), query.realmId, query.where)}
${sql.join(
  [...settled, ...also].map((condition) => sql`AND ${condition}`),
  sql` `,
)}
ORDER BY id COLLATE "C"
LIMIT ${limit ?? null}::bigint`
  return idsOf(await run(db, statement, `list ids of ${query.entity}`))
}

function idsOf(rows: readonly { readonly id: string }[]): readonly string[] {
  return rows.map((row) => row.id)
}

import { sql, type RawBuilder } from 'kysely'
import { instant, parameter, texts, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'
import { fromLiveRows, type RowSet } from './row-set.js'

/** A set of live rows. */
export interface IdQuery {
  /** The company: digits. */
  readonly realmId: string
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** The set; `{}` is every live row. Of several: the rows of any of them. */
  readonly where: RowSet | readonly RowSet[]
  /** Only rows last updated before this instant. */
  readonly settledBefore?: string | undefined
}

/** A set of live rows that a run has not touched. */
export interface NotSeenQuery extends IdQuery {
  /** The run. */
  readonly runId: string
  /** An instant of the database's clock: what the run touched before it counts as not seen. */
  readonly seenSince?: string | undefined
}

export function idsLive(db: Database, schema: string, query: IdQuery): Promise<readonly string[]> {
  return liveIds(db, schema, query, [])
}

export function idsNotSeen(db: Database, schema: string, query: NotSeenQuery): Promise<readonly string[]> {
  // IS DISTINCT FROM: a row of an adopted table has no run yet.
  const notSeen = sql`run_id IS DISTINCT FROM ${parameter(query.runId, 'text')}`
  const also =
    query.seenSince === undefined
      ? notSeen
      : sql`(${notSeen} OR last_seen IS NULL OR last_seen < ${instant(query.seenSince)})`
  return liveIds(db, schema, query, [also])
}

/** Ids of live rows of a set, as many as asked for, chosen by chance. */
export async function sampleIds(
  db: Database,
  schema: string,
  query: IdQuery & { readonly count: number },
): Promise<readonly string[]> {
  const statement = sql`
SELECT id ${fromLiveRows(sql.id(schema, tableName(query.entity)), query.realmId, query.where)}
ORDER BY pg_catalog.random()
LIMIT ${parameter(query.count, 'bigint')}`
  return texts(db, statement, `choose ids of ${query.entity}`)
}

async function liveIds(
  db: Database,
  schema: string,
  query: IdQuery,
  also: readonly RawBuilder<unknown>[],
): Promise<readonly string[]> {
  const settled =
    query.settledBefore === undefined ? [] : [sql`last_updated_time < ${instant(query.settledBefore)}`]
  const table = sql.id(schema, tableName(query.entity))
  const statement = sql`
SELECT id ${fromLiveRows(table, query.realmId, query.where, [...settled, ...also])}
ORDER BY id COLLATE "C"`
  return texts(db, statement, `list ids of ${query.entity}`)
}

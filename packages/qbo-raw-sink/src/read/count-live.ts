import { sql, type RawBuilder } from 'kysely'
import { textArray, run, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'
import { fromLiveRows, type RowSet } from './row-set.js'

export type LiveGrouping =
  /** Everything in one bucket named `total`. */
  | 'total'
  /** A bucket a civil date; records without TxnDate are in the bucket ''. */
  | 'txnDate'
  | {
      readonly column: 'createTime' | 'lastUpdatedTime'
      /**
       * Ascending instants. Bucket i (counted from 0, as text) is `[boundaries[i], boundaries[i + 1])`; rows
       * before the first are in bucket -1, rows from the last on in the last, rows without a time in ''.
       */
      readonly boundaries: readonly string[]
    }

export interface LiveCountQuery {
  readonly realmId: string
  readonly entity: string
  readonly where: RowSet
  /** An instant: rows last updated before it are settled. Without it all rows are, also those without a time. */
  readonly settledBefore?: string | undefined
  readonly runId?: string | undefined
  /** An instant of the database's clock: what the run touched before it does not count as seen. */
  readonly seenSince?: string | undefined
  readonly groupBy: LiveGrouping
}

export interface LiveBucket {
  readonly bucket: string
  readonly live: number
  /** Of them, those last updated before `settledBefore`. */
  readonly settled: number
  /** Of the settled, those that `runId` has touched. */
  readonly settledSeen: number
}

interface Row {
  readonly bucket: string
  readonly live: string
  readonly settled: string
  readonly settled_seen: string
}

export async function countLive(
  db: Database,
  schema: string,
  query: LiveCountQuery,
): Promise<readonly LiveBucket[]> {
  const settled = isSettled(query.settledBefore)
  const statement = sql<Row>`
SELECT ${bucketOf(query.groupBy)} AS bucket,
       count(*)::text AS live,
       (count(*) FILTER (WHERE ${settled}))::text AS settled,
       (count(*) FILTER (WHERE ${settled} AND ${isSeen(query)}))::text AS settled_seen
${fromLiveRows(sql.id(schema, tableName(query.entity)), query.realmId, query.where)}
${query.groupBy === 'total' ? sql`` : sql`GROUP BY 1 ORDER BY 1`}`
  const rows = await run(db, statement, `count the rows of ${query.entity}`)
  return rows.map((row) => ({
    bucket: row.bucket,
    live: Number(row.live),
    settled: Number(row.settled),
    settledSeen: Number(row.settled_seen),
  }))
}

function isSettled(before: string | undefined): RawBuilder<boolean> {
  return before === undefined ? sql`true` : sql`last_updated_time < ${before}::timestamptz`
}

function isSeen({ runId, seenSince }: LiveCountQuery): RawBuilder<boolean> {
  const byRun = sql<boolean>`run_id = ${runId ?? null}::text`
  return seenSince === undefined ? byRun : sql`${byRun} AND last_seen >= ${seenSince}::timestamptz`
}

function bucketOf(groupBy: LiveGrouping): RawBuilder<string> {
  if (groupBy === 'total') return sql`'total'::text`
  if (groupBy === 'txnDate') return sql`coalesce(txn_date, '')`
  const column = groupBy.column === 'createTime' ? sql`create_time` : sql`last_updated_time`
  // width_bucket counts from 1 and gives 0 to what lies before the first boundary.
  return sql`coalesce((width_bucket(${column}, ${textArray(groupBy.boundaries)}::timestamptz[]) - 1)::text, '')`
}

import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { answers, asJson, instant, instants, parameter, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'
import { fromLiveRows, type RowSet } from './row-set.js'

/** What live rows are counted by: civil days, the spans between boundaries of a time, or all in one. */
export type LiveGrouping =
  /** Everything in one bucket named `total`. */
  | 'total'
  /** A bucket a civil date; records without TxnDate are in the bucket ''. */
  | 'txnDate'
  | {
      /** The time that is divided. */
      readonly column: 'createTime' | 'lastUpdatedTime'
      /**
       * Ascending instants. Bucket i (counted from 0, as text) is `[boundaries[i], boundaries[i + 1])`; rows
       * before the first are in bucket -1, rows from the last on in the last, rows without a time in ''.
       */
      readonly boundaries: readonly string[]
    }

/** Which live rows to count, and by what. */
export interface LiveCountQuery {
  /** The company: digits. */
  readonly realmId: string
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** The set; `{}` is every live row. */
  readonly where: RowSet
  /** An instant: rows last updated before it are settled. Without it all rows are, also those without a time. */
  readonly settledBefore?: string | undefined
  /** The run whose rows are counted apart. @defaultValue none */
  readonly runId?: string | undefined
  /** An instant of the database's clock: what the run touched before it does not count as seen. */
  readonly seenSince?: string | undefined
  /** The buckets. */
  readonly groupBy: LiveGrouping
}

/** How many live rows there are of one bucket. */
export interface LiveBucket {
  /** Which: a civil date, the number of a span from 0, or `total`. */
  readonly bucket: string
  /** Live rows in it. */
  readonly live: number
  /** Of them, those last updated before `settledBefore`. */
  readonly settled: number
  /** Of the settled, those that `runId` has touched. */
  readonly settledSeen: number
}

const bucketShape: z.ZodType<LiveBucket> = z.object({
  bucket: z.string(),
  live: z.int(),
  settled: z.int(),
  settledSeen: z.int(),
})

export async function countLive(
  db: Database,
  schema: string,
  query: LiveCountQuery,
): Promise<readonly LiveBucket[]> {
  const settled = isSettled(query.settledBefore)
  const statement = sql`
SELECT ${bucketOf(query.groupBy)} AS bucket,
       pg_catalog.count(*) AS live,
       pg_catalog.count(*) FILTER (WHERE ${settled}) AS settled,
       pg_catalog.count(*) FILTER (WHERE ${settled} AND ${isSeen(query)}) AS "settledSeen"
${fromLiveRows(sql.id(schema, tableName(query.entity)), query.realmId, query.where)}
${query.groupBy === 'total' ? sql`` : sql`GROUP BY 1 ORDER BY 1`}`
  return answers(db, asJson(statement), bucketShape, `count the rows of ${query.entity}`)
}

function isSettled(before: string | undefined): RawBuilder<boolean> {
  return before === undefined ? sql`true` : sql`last_updated_time < ${instant(before)}`
}

function isSeen({ runId, seenSince }: LiveCountQuery): RawBuilder<boolean> {
  const byRun = sql<boolean>`run_id = ${parameter(runId ?? null, 'text')}`
  return seenSince === undefined ? byRun : sql`${byRun} AND last_seen >= ${instant(seenSince)}`
}

function bucketOf(groupBy: LiveGrouping): RawBuilder<string> {
  if (groupBy === 'total') return sql`'total'::text`
  if (groupBy === 'txnDate') return sql`coalesce(txn_date, '')`
  const column = groupBy.column === 'createTime' ? sql`create_time` : sql`last_updated_time`
  // width_bucket counts from 1 and gives 0 to what lies before the first boundary.
  return sql`coalesce((pg_catalog.width_bucket(${column}, ${instants(groupBy.boundaries)}) - 1)::text, '')`
}

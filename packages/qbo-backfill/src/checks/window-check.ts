import { sql, type RawBuilder } from 'kysely'
import { fromRowsRead, type RowCheckScope } from './row-check.js'
import type { Check } from './check.js'

/**
 * Red if a row of the range lies outside the window that it is attributed to. Rows that changed since S are on their
 * way, and one whose own dates have left the range is no longer this run's to attribute.
 */
export async function windowCheck(scope: RowCheckScope): Promise<Check> {
  const outside = await sql<{ id: string }>`
    WITH span AS (
      SELECT min(window_start_utc) AS first, max(window_end_utc) AS last
      FROM ${sql.id(scope.stateSchema, 'windows')} WHERE run_id = ${scope.runId} AND entity = ${scope.entity}
    )
    SELECT id FROM (
      SELECT id, create_time, last_updated_time, window_start, window_end, ${noon(scope)} AS noon
      ${fromRowsRead(scope)} WHERE last_updated_time < ${scope.settledBefore}::timestamptz OFFSET 0
    ) AS dated, span
    WHERE ${isIn(scope, sql`first`, sql`last`)}
      AND NOT coalesce(${isIn(scope, sql`window_start`, sql`window_end`)}, false)
    ORDER BY id LIMIT 20`.execute(scope.db)
  const ids = outside.rows.map((row) => row.id)
  return {
    entity: scope.entity,
    name: 'window',
    status: ids.length === 0 ? 'green' : 'red',
    message:
      ids.length === 0
        ? `${scope.entity}: every row lies in its window.`
        : `${scope.entity}: rows lie outside their window, such as Id ${ids.slice(0, 5).join(', ')}. Please report this.`,
    details: { ids },
  }
}

type Sql = RawBuilder<unknown>

/** Whether the times that the row is read by lie in `[start, end)`. */
function isIn({ strategy }: RowCheckScope, start: Sql, end: Sql): Sql {
  const within = (instant: Sql): Sql => sql`(${instant} >= ${start} AND ${instant} < ${end})`
  if (strategy === 'full' || strategy === 'singleton') return sql`true`
  if (strategy === 'list') return sql`(${within(sql`create_time`)} OR ${within(sql`last_updated_time`)})`
  return within(sql`noon`)
}

/** A date in the middle of its day: where midnight does not exist, noon does. */
function noon({ strategy, timeZone }: RowCheckScope): Sql {
  if (strategy !== 'transaction') return sql`NULL::timestamptz`
  return sql`((payload->>'TxnDate') || ' 12:00')::timestamp AT TIME ZONE ${timeZone}::text`
}

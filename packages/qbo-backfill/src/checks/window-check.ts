import { sql, type RawBuilder } from 'kysely'
import type { RowCheckScope } from './row-check.js'
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
    SELECT id FROM ${sql.id(scope.rawSchema, scope.table)}, span
    WHERE realm_id = ${scope.realmId} AND run_id = ${scope.runId} AND deleted_at IS NULL
      AND last_updated_time < ${scope.settledBefore}::timestamptz
      AND ${isIn(scope, sql`first`, sql`last`)}
      AND NOT coalesce(${isIn(scope, sql`extract_window_start_utc`, sql`extract_window_end_utc`)}, false)
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
function isIn({ strategy, timeZone }: RowCheckScope, start: Sql, end: Sql): Sql {
  const within = (instant: Sql): Sql => sql`(${instant} >= ${start} AND ${instant} < ${end})`
  if (strategy === 'full' || strategy === 'singleton') return sql`true`
  if (strategy === 'list') return sql`(${within(sql`create_time`)} OR ${within(sql`last_updated_time`)})`
  // A date in the middle of its day: where midnight does not exist, noon does.
  return within(sql`((payload->>'TxnDate') || ' 12:00')::timestamp AT TIME ZONE ${timeZone}::text`)
}

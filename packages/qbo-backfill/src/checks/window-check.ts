import { sql, type RawBuilder } from 'kysely'
import type { RowCheckScope } from './row-check.js'
import type { Check } from './check.js'

/** Red if a row lies outside the window that it is attributed to. Rows that changed since S are on their way. */
export async function windowCheck(scope: RowCheckScope): Promise<Check> {
  const outside = await sql<{ id: string }>`
    SELECT id FROM ${sql.id(scope.rawSchema, scope.table)}
    WHERE realm_id = ${scope.realmId} AND run_id = ${scope.runId} AND deleted_at IS NULL
      AND last_updated_time < ${scope.settledBefore}::timestamptz
      AND extract_window_start_utc IS NOT NULL AND NOT coalesce(${isInside(scope)}, false)
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

function isInside({ strategy, timeZone }: RowCheckScope): RawBuilder<unknown> {
  if (strategy === 'full' || strategy === 'singleton') return sql`true`
  if (strategy === 'list') return sql`(${within(sql`create_time`)} OR ${within(sql`last_updated_time`)})`
  // A date in the middle of its day: where midnight does not exist, noon does.
  return within(sql`((payload->>'TxnDate') || ' 12:00')::timestamp AT TIME ZONE ${timeZone}::text`)
}

function within(instant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${instant} >= extract_window_start_utc AND ${instant} < extract_window_end_utc)`
}

import { sql, type RawBuilder } from 'kysely'
import { firstIds, mergeIds, type RowCheck, type RowCheckScope } from './row-check.js'

/**
 * Red if a row of the range lies outside the window that it is attributed to. Rows that changed since S are on their
 * way, and one whose own dates have left the range is no longer this run's to attribute.
 */
export function windowCheck(scope: RowCheckScope): RowCheck<{ readonly outside: readonly string[] }> {
  const first = sql`(SELECT min(window_start_utc) ${fromWindows(scope)})`
  const last = sql`(SELECT max(window_end_utc) ${fromWindows(scope)})`
  const isOutside = sql`last_updated_time < ${scope.settledBefore}::timestamptz AND ${isIn(scope, first, last)}
    AND NOT coalesce(${isIn(scope, sql`window_start`, sql`window_end`)}, false)`
  return {
    facts: sql`${noon(scope)} AS noon`,
    summary: sql`${firstIds(isOutside)} AS outside`,
    judge(found) {
      const ids = mergeIds(found.map((part) => part.outside))
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
    },
  }
}

type Sql = RawBuilder<unknown>

function fromWindows({ stateSchema, runId, entity }: RowCheckScope): Sql {
  return sql`FROM ${sql.id(stateSchema, 'windows')} WHERE run_id = ${runId} AND entity = ${entity}`
}

/** Whether the times that the row is read by lie in `[start, end)`. */
function isIn({ strategy }: RowCheckScope, start: Sql, end: Sql): Sql {
  const within = (instant: Sql): Sql => sql`(${instant} >= ${start} AND ${instant} < ${end})`
  if (strategy === 'full' || strategy === 'singleton') return sql`true`
  if (strategy === 'list') return sql`(${within(sql`create_time`)} OR ${within(sql`last_updated_time`)})`
  return within(sql`noon`)
}

/** A date in the middle of its day: where midnight does not exist, noon does. */
function noon({ strategy, timeZone, settledBefore }: RowCheckScope): Sql {
  if (strategy !== 'transaction') return sql`NULL::timestamptz`
  const instant = sql`((payload->>'TxnDate') || ' 12:00')::timestamp AT TIME ZONE ${timeZone}::text`
  return sql`CASE WHEN last_updated_time < ${settledBefore}::timestamptz THEN ${instant} END`
}

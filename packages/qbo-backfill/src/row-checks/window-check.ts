import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { firstIds, idList, mergeIds, type RowCheck, type RowCheckScope } from './row-check.js'

interface WrongWindows {
  readonly outside: readonly string[]
  /** Rows whose date cannot be read, so that nobody knows where they belong. */
  readonly undated: readonly string[]
}

/**
 * Red if a row of the range lies outside the window that it is attributed to. Rows that changed since S are on their
 * way, and one whose own dates have left the range is no longer this run's to attribute. Dates are compared as the run's
 * windows name them: what this program knows of a time zone PostgreSQL may not know, or may know otherwise.
 */
export function windowCheck(scope: RowCheckScope): RowCheck<WrongWindows> {
  const { strategy, settledBefore, entity } = scope
  const isSettled = sql`last_updated_time < ${settledBefore}::text::timestamptz`
  const isDated = strategy === 'transaction' ? sql`txn_date ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}'` : sql`true`
  const isOutside = sql`${isSettled} AND ${isDated} AND ${isInRange(scope)} AND NOT coalesce(${isInWindow(scope)}, false)`
  return {
    ...factsOf(scope),
    summary: sql`${firstIds(isOutside)} AS outside, ${firstIds(sql`${isSettled} AND NOT ${isDated}`)} AS undated`,
    found: z.object({ outside: idList, undated: idList }),
    judge(found) {
      const ids = mergeIds(found.map((part) => part.outside))
      const undated = mergeIds(found.map((part) => part.undated))
      const message =
        ids.length > 0
          ? `rows lie outside their window, such as Id ${ids.slice(0, 5).join(', ')}. Please report this.`
          : undated.length > 0
            ? `the date of rows cannot be read, such as Id ${undated.slice(0, 5).join(', ')}.`
            : 'every row lies in its window.'
      return {
        entity,
        name: 'window',
        status: ids.length > 0 ? 'red' : undated.length > 0 ? 'yellow' : 'green',
        message: `${entity}: ${message}`,
        details: undated.length > 0 ? { ids, undated } : { ids },
      }
    },
  }
}

type Sql = RawBuilder<unknown>

function windowsOfRun({ stateSchema, runId, entity }: RowCheckScope): Sql {
  return sql`FROM ${sql.id(stateSchema, 'windows')} WHERE run_id = ${runId} AND entity = ${entity}`
}

const iso = (date: Sql): Sql => sql`pg_catalog.to_char(${date}, 'YYYY-MM-DD') COLLATE "C"`

/** Of a transaction the date, and the dates of the window that it is attributed to; a list has its times already. */
function factsOf(scope: RowCheckScope): Pick<RowCheck, 'join' | 'facts'> {
  if (scope.strategy !== 'transaction')
    return { facts: sql`NULL AS txn_date, NULL AS first_date, NULL AS end_date` }
  return {
    // Ten characters: a date may come with a time, and is attributed by its day.
    facts: sql`coalesce(pg_catalog.left(payload->>'TxnDate'::text, 10), '') COLLATE "C" AS txn_date, first_date, end_date`,
    join: sql`LEFT JOIN (
      SELECT window_start_utc, window_end_utc, ${iso(sql`first_date`)} AS first_date, ${iso(sql`end_date`)} AS end_date
      ${windowsOfRun(scope)}
    ) AS own_window ON window_start_utc = window_start AND window_end_utc = window_end`,
  }
}

function isInRange(scope: RowCheckScope): Sql {
  const [start, end] =
    scope.strategy === 'transaction'
      ? [iso(sql`pg_catalog.min(first_date)`), iso(sql`pg_catalog.max(end_date)`)]
      : [sql`pg_catalog.min(window_start_utc)`, sql`pg_catalog.max(window_end_utc)`]
  return isIn(
    scope,
    sql`(SELECT ${start} ${windowsOfRun(scope)})`,
    sql`(SELECT ${end} ${windowsOfRun(scope)})`,
  )
}

function isInWindow(scope: RowCheckScope): Sql {
  return scope.strategy === 'transaction'
    ? isIn(scope, sql`first_date`, sql`end_date`)
    : isIn(scope, sql`window_start`, sql`window_end`)
}

/** Whether what the row is read by lies in `[start, end)`. */
function isIn({ strategy }: RowCheckScope, start: Sql, end: Sql): Sql {
  const within = (value: Sql): Sql => sql`(${value} >= ${start} AND ${value} < ${end})`
  if (strategy === 'full' || strategy === 'singleton') return sql`true`
  if (strategy === 'list') return sql`(${within(sql`create_time`)} OR ${within(sql`last_updated_time`)})`
  return within(sql`txn_date`)
}

import { quoteText } from '../../sql-text.js'
import { columnSql } from './column-sql.js'
import { viewRows } from './view-sql.js'
import type { CombinedView, Place, View } from './view.js'

/** Lists what the views show as null though QuickBooks has sent something: a word where a number should be, a 30th of February. */
export function unreadValues(views: readonly View[]): CombinedView {
  return {
    name: 'qb_unread_values',
    columns: ['realm_id', 'entity', 'id', 'view_name', 'column_name', 'value'].map((name) => ({
      name,
      type: 'text',
    })),
    select(place) {
      const parts = views
        .filter(({ entity }) => place.entities.has(entity))
        .map((view) => unreadOf(view, place))
      const found = parts.filter((part) => part !== undefined)
      return found.length === 0 ? undefined : found.join('\nUNION ALL\n')
    },
  }
}

/**
 * One pass over the rows, and the columns of each in two lists side by side. As a join with a list of columns, PostgreSQL would
 * remember the answer for each row's JSON, and compute its hash once for each time that a column reads it: twice the time.
 */
function unreadOf(view: View, place: Place): string | undefined {
  const { from, source } = viewRows(view, place)
  const checked = view.columns.flatMap((column) => {
    const { expression, raw } = columnSql(column, source)
    return raw === undefined
      ? []
      : [{ name: column.name, value: `CASE WHEN (${expression}) IS NULL THEN ${raw} END` }]
  })
  if (checked.length === 0) return undefined
  const list = (elements: readonly string[]): string => `pg_catalog.unnest(ARRAY[${elements.join(', ')}])`
  return `SELECT unread.realm_id, ${quoteText(view.entity)}::text AS entity, unread.id,
       ${quoteText(view.name)}::text AS view_name, unread.column_name, unread.value
FROM (
SELECT record.realm_id, record.id,
       ${list(checked.map(({ name }) => `${quoteText(name)}::text`))} AS column_name,
       ${list(checked.map(({ value }) => value))} AS value
${from}
) AS unread
WHERE unread.value <> ''::text`
}

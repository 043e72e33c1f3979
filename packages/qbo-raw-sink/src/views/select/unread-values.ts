import { quoteName, quoteText } from '../../sql-text.js'
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

function unreadOf(view: View, place: Place): string | undefined {
  const { from, source } = viewRows(view, place)
  const checked = view.columns.flatMap((column) => {
    const { expression, raw } = columnSql(column, source)
    return raw === undefined ? [] : [`(${quoteText(column.name)}::text, ${raw}, (${expression}) IS NULL)`]
  })
  if (checked.length === 0) return undefined
  const [rows = '', ...where] = from.split('\nWHERE ')
  const conditions = [...where, "unread.is_null AND unread.value <> ''::text"]
  return `SELECT record.realm_id, ${quoteText(view.entity)}::text AS entity, record.id,
       ${quoteText(view.name)}::text AS view_name, unread.column_name, unread.value
${rows}
CROSS JOIN LATERAL (VALUES ${checked.join(', ')}) AS unread (${['column_name', 'value', 'is_null'].map((name) => quoteName(name)).join(', ')})
WHERE ${conditions.join(' AND ')}`
}

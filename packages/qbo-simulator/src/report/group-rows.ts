import type { Cell, Row } from './report.js'

/** What `group_by` may name, and the column that it groups by. Anything else leaves a list flat, as `None` does. */
const keyOf: ReadonlyMap<string | null, string> = new Map([
  ['Account', 'account_name'],
  ['Customer', 'name'],
  ['Name', 'name'],
  ['Transaction Type', 'txn_type'],
  ['Vendor', 'name'],
])

/** Puts rows that say the same in a column under a heading of their own, with the sum of what is in the last column. */
export function groupRows(
  rows: readonly Row[],
  groupBy: string | null,
  columns: readonly string[],
): readonly Row[] {
  const place = columns.indexOf(keyOf.get(groupBy) ?? '')
  if (place < 0) return rows
  const groups = new Map<string, { readonly heading: Cell; readonly rows: Row[]; cents: number }>()
  const rest: Row[] = []
  for (const row of rows) {
    const heading = 'cells' in row ? row.cells[place] : undefined
    // What only says that there is more is of no group.
    if (!('cells' in row) || heading === undefined) {
      rest.push(row)
      continue
    }
    const group = groups.get(heading.value) ?? { heading: titleOf(heading, groupBy), rows: [], cents: 0 }
    groups.set(heading.value, group)
    group.rows.push(row)
    group.cents += Math.round(Number(row.cells.at(-1)!.value) * 100) || 0
  }
  return [...Array.from(groups.values(), sectionOf), ...rest]
}

function sectionOf(group: { readonly heading: Cell; readonly rows: Row[]; readonly cents: number }): Row {
  const { heading, rows, cents } = group
  const summary = [{ value: `Total for ${heading.value}` }, { value: (cents / 100).toFixed(2) }]
  return { heading: [heading], rows, summary }
}

/** The Id in the cell of a type is the transaction's. */
function titleOf({ value, ...more }: Cell, groupBy: string | null): Cell {
  return groupBy === 'Transaction Type' ? { value } : { value, ...more }
}

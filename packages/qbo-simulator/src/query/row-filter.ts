import type { PropertyValue } from '../company/property.js'
import type { EntityTable } from '../table/entity-table.js'
import { matchesLike } from './like.js'
import type { PlannedCondition } from './query-plan.js'

export type RowFilter = (row: number) => boolean

/** One predicate over rows for all the conditions. */
export function buildRowFilter(table: EntityTable, conditions: readonly PlannedCondition[]): RowFilter {
  const filters = conditions.map((condition) => buildConditionFilter(table, condition))
  const [first, second, third] = filters
  if (first === undefined) return () => true
  if (second === undefined) return first
  if (third === undefined) return (row) => first(row) && second(row)
  return (row) => filters.every((filter) => filter(row))
}

function buildConditionFilter(table: EntityTable, condition: PlannedCondition): RowFilter {
  const column = table.column(condition.property)
  if (condition.operator === 'IN') return (row) => condition.values.has(column[row])
  const { operator, value } = condition
  if (operator === '=') return (row) => column[row] === value
  // Nothing is greater or less than "null", and a row without the property is neither.
  if (value === undefined) return () => false
  return buildOrderFilter(column, operator, value)
}

function buildOrderFilter(
  column: readonly PropertyValue[],
  operator: '<' | '>' | '<=' | '>=' | 'LIKE',
  value: Exclude<PropertyValue, undefined>,
): RowFilter {
  const has = (row: number, test: (found: Exclude<PropertyValue, undefined>) => boolean): boolean => {
    const found = column[row]
    return found !== undefined && test(found)
  }
  switch (operator) {
    case '<':
      return (row) => has(row, (found) => found < value)
    case '>':
      return (row) => has(row, (found) => found > value)
    case '<=':
      return (row) => has(row, (found) => found <= value)
    case '>=':
      return (row) => has(row, (found) => found >= value)
    case 'LIKE':
      return (row) => has(row, (found) => matchesLike(String(found), String(value)))
  }
}

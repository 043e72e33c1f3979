import type { PropertyValue } from '../entity/property.js'
import type { EntityTable } from '../table/entity-table.js'
import { matchesLike } from './like.js'
import type { PlannedCondition } from './query-plan.js'

export type RowFilter = (row: number) => boolean

/** One predicate over rows for all the conditions. */
export function buildRowFilter(table: EntityTable, conditions: readonly PlannedCondition[]): RowFilter {
  const filter = joinFilters(table, conditions)
  const { hidden } = table
  if (hidden.size === 0 || conditions.some(({ property }) => property.kind === 'id')) return filter
  return (row) => !hidden.has(row) && filter(row)
}

function joinFilters(table: EntityTable, conditions: readonly PlannedCondition[]): RowFilter {
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
  switch (operator) {
    case '<':
      return (row) => column[row] !== undefined && column[row] < value
    case '>':
      return (row) => column[row] !== undefined && column[row] > value
    case '<=':
      return (row) => column[row] !== undefined && column[row] <= value
    case '>=':
      return (row) => column[row] !== undefined && column[row] >= value
    case 'LIKE':
      return (row) => column[row] !== undefined && matchesLike(String(column[row]), String(value))
  }
}

import type { Property } from '../company/property.js'
import type { EntityTable } from '../table/entity-table.js'
import type { PlannedCondition } from './query-plan.js'

/** A half-open stretch of positions in the index of one property. */
export interface RowSpan {
  readonly property: Property
  readonly from: number
  readonly to: number
}

const rangeKinds: ReadonlySet<string> = new Set(['instant', 'date'])

/** The stretch of a property's index that its own conditions leave over. */
export function findSpan(
  table: EntityTable,
  conditions: readonly PlannedCondition[],
  property: Property,
): RowSpan {
  const index = table.index(property)
  let from = 0
  let to = index.length
  for (const condition of conditions) {
    if (condition.property !== property || condition.operator === 'IN') continue
    const { operator, value } = condition
    if (value === undefined || operator === 'LIKE') continue
    if (operator === '=' || operator === '>=') from = Math.max(from, index.lowerBound(value, true))
    if (operator === '>') from = Math.max(from, index.lowerBound(value, false))
    if (operator === '=' || operator === '<=') to = Math.min(to, index.lowerBound(value, false))
    if (operator === '<') to = Math.min(to, index.lowerBound(value, true))
  }
  return { property, from, to: Math.max(from, to) }
}

/** The shortest stretch that one of the conditions on times or dates leaves over, if there is such a condition. */
export function findShortestSpan(
  table: EntityTable,
  conditions: readonly PlannedCondition[],
): RowSpan | undefined {
  const properties = new Set(
    conditions.map(({ property }) => property).filter(({ kind }) => rangeKinds.has(kind)),
  )
  let shortest: RowSpan | undefined
  for (const property of properties) {
    const span = findSpan(table, conditions, property)
    if (shortest === undefined || span.to - span.from < shortest.to - shortest.from) shortest = span
  }
  return shortest
}

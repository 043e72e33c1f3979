import type { Property, PropertyValue } from '../entity/property.js'
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
  // Rows without a value are first, and no range holds for them.
  const isRanged = conditions.some((condition) => condition.property === property && isRange(condition))
  let from = isRanged ? index.lowerBound(undefined, false) : 0
  let to = index.length
  for (const condition of conditions) {
    if (condition.property !== property || !isRange(condition)) continue
    const { operator, value } = condition
    if (operator === '=' || operator === '>=') from = Math.max(from, index.lowerBound(value, true))
    if (operator === '>') from = Math.max(from, index.lowerBound(value, false))
    if (operator === '=' || operator === '<=') to = Math.min(to, index.lowerBound(value, false))
    if (operator === '<') to = Math.min(to, index.lowerBound(value, true))
  }
  return { property, from, to: Math.max(from, to) }
}

/** Whether every row of the span meets the condition, and need not be looked at for it. */
export function isSettledBySpan(condition: PlannedCondition, { property }: RowSpan): boolean {
  return condition.property === property && isRange(condition)
}

function isRange(condition: PlannedCondition): condition is PlannedCondition & { value: PropertyValue } {
  return condition.operator !== 'IN' && condition.operator !== 'LIKE' && condition.value !== undefined
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

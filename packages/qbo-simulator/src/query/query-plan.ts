import { findEntityType } from '../entity/entities.js'
import type { EntityType } from '../entity/entity-type.js'
import type { Property, PropertyValue } from '../entity/property.js'
import { readLiteral } from './literal.js'
import { validationFault } from './query-fault.js'
import type { ComparisonOperator, Condition, Literal, OrderTerm, Statement } from './statement.js'

/** A condition whose property exists and whose values are comparable. */
export type PlannedCondition =
  | { readonly property: Property; readonly operator: ComparisonOperator; readonly value: PropertyValue }
  | { readonly property: Property; readonly operator: 'IN'; readonly values: ReadonlySet<PropertyValue> }

/** A checked statement: all that is left is to read the rows. */
export interface QueryPlan {
  readonly type: EntityType
  readonly isCount: boolean
  readonly conditions: readonly PlannedCondition[]
  readonly order: readonly { readonly property: Property; readonly descending: boolean }[]
  /** 1-based. */
  readonly startPosition: number
  readonly maxResults: number
}

const defaultMaxResults = 100
const mostMaxResults = 1000

/** Checks a statement against its entity. @throws {QueryFault} 4001 */
export function planQuery(statement: Statement, nowMs: number): QueryPlan {
  const type = findEntityType(statement.entity)
  // The live text for TaxService (ruby#628), which is write-only; a name that is no entity gets the same.
  if (type === undefined) throw validationFault(`Metadata not found for Entity: ${statement.entity}`)
  const conditions = statement.conditions.map((condition) => planCondition(type, condition, nowMs))
  return {
    type,
    isCount: statement.isCount,
    conditions: type.hidesInactive ? hideInactive(type, conditions) : conditions,
    order: planOrder(type, statement.order),
    ...planPaging(type, statement),
  }
}

function planCondition(type: EntityType, condition: Condition, nowMs: number): PlannedCondition {
  const property = findProperty(type, condition.path)
  checkOperator(property, condition)
  const read = (literal: Literal): PropertyValue => readLiteral(literal, property, nowMs)
  return condition.operator === 'IN'
    ? { property, operator: 'IN', values: new Set(condition.values.map(read)) }
    : { property, operator: condition.operator, value: read(condition.value) }
}

function findProperty(type: EntityType, path: string): Property {
  const property = type.properties.get(path.toLowerCase())
  if (property === undefined) throw validationFault(`Property ${path} not found for Entity ${type.name}`)
  return property
}

function checkOperator(property: Property, condition: Condition): void {
  const { operator } = condition
  if (operator === '=' || operator === 'IN') return
  const isOrdered = property.kind !== 'id' && property.kind !== 'boolean'
  const isAllowed = operator === 'LIKE' ? property.kind === 'string' : isOrdered
  if (isAllowed) return
  throw validationFault(`Operator ${operator} is not supported for property ${condition.path}`)
}

function hideInactive(type: EntityType, conditions: PlannedCondition[]): PlannedCondition[] {
  const active = type.properties.get('active')
  if (active === undefined || conditions.some(({ property }) => property === active)) return conditions
  // A row that does not say is active: a company loaded from elsewhere may leave the field out.
  return [...conditions, { property: active, operator: 'IN', values: new Set([true, undefined]) }]
}

function planOrder(type: EntityType, terms: readonly OrderTerm[]): QueryPlan['order'] {
  const order = terms
    .map(({ path, descending }) => ({ property: findProperty(type, path), descending }))
    // DIG 2026-01-27: ORDERBY Id is ignored on every entity.
    .filter(({ property }) => property.kind !== 'id')
  return order.length === 0 || !type.hasOrdering ? [type.order] : order
}

function planPaging(
  type: EntityType,
  { startPosition = 1, maxResults = defaultMaxResults }: Statement,
): Pick<QueryPlan, 'startPosition' | 'maxResults'> {
  // STARTPOSITION 0 was refused once (a fixture of quickbooks-ruby, 2013); today clients send it, and it is taken for 1.
  if (startPosition < 0) throw tooSmall(startPosition)
  if (maxResults < 1) throw tooSmall(maxResults)
  if (maxResults > mostMaxResults) {
    throw validationFault(`value ${maxResults} is too large. Max allowed value is ${mostMaxResults}`)
  }
  if (!type.hasPaging) return { startPosition: 1, maxResults: mostMaxResults }
  return { startPosition: Math.max(1, startPosition), maxResults }
}

function tooSmall(value: number): Error {
  return validationFault(`value ${value} is too small. Min allowed value is 1`)
}

import { refusedOptions } from '../errors.js'
import type { QboError } from '../errors.js'
import { findEntity } from '../entity/entity.js'
import type { EntityDefinition } from '../entity/entity.js'
import { formatInstant, parseInstant } from './instant.js'
import type { Condition, QueryOperator, QueryScope, QueryValue } from './query-scope.js'

/** The most records that QuickBooks gives in one answer. */
export const maxPageSize: number = 1000

/** What comes after WHERE. */
export interface StatementTail {
  readonly orderBy?: string | undefined
  readonly startPosition: number
  readonly maxResults: number
}

/** Builds `SELECT * …`. MAXRESULTS is always said: the server's own default is 100. */
export function buildSelect(scope: QueryScope, tail: StatementTail): string {
  const { orderBy, startPosition, maxResults } = tail
  const order = orderBy === undefined ? '' : ` ORDERBY ${checkField(orderBy)} ASC`
  return `SELECT * ${buildFrom(scope)}${order} STARTPOSITION ${startPosition} MAXRESULTS ${maxResults}`
}

/** Builds `SELECT COUNT(*) …`. */
export function buildCount(scope: QueryScope): string {
  return `SELECT COUNT(*) ${buildFrom(scope)}`
}

/** The entity by its own name. @throws {QboError} QBO_INVALID_OPTIONS */
export function requireEntity(name: string): EntityDefinition {
  const entity = findEntity(name)
  if (entity !== undefined) return entity
  throw invalid(`${JSON.stringify(name)} is not an entity that QuickBooks lets one query`)
}

function buildFrom(scope: QueryScope): string {
  const entity = requireEntity(scope.entity)
  const where = scope.where ?? []
  if (!isConditions(where)) throw invalid('where needs a list of { field, operator, value }')
  const conditions = where.map(buildCondition)
  if (scope.activeClause ?? (entity.hasActive && !namesActive(scope)))
    conditions.push('Active IN (true, false)')
  return `FROM ${entity.name}${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`
}

/** Whether a condition speaks of Active. */
export function namesActive({ where = [] }: QueryScope): boolean {
  return where.some(({ field }) => field.toLowerCase() === 'active')
}

/** What JavaScript lets through: a WHERE clause as text, a condition that is not in a list. */
function isConditions(where: unknown): boolean {
  return (
    Array.isArray(where) && where.every((one: Partial<Condition> | null) => typeof one?.field === 'string')
  )
}

const operators: ReadonlySet<string> = new Set(['=', '<', '>', '<=', '>=', 'LIKE', 'IN'])

function buildCondition({ field, operator, value }: Condition): string {
  checkField(field)
  if (!operators.has(operator))
    throw invalid(`${JSON.stringify(operator)} is not an operator of the query language`)
  if (field.toLowerCase() === 'id' && operator !== '=' && operator !== 'IN') {
    throw invalid(`Id takes only = and IN, not ${operator}: QuickBooks cannot order Ids`)
  }
  if (operator === 'IN') {
    if (!Array.isArray(value) || value.length === 0)
      throw invalid(`${field} IN needs a list that is not empty`)
    return `${field} IN (${(value as readonly QueryValue[]).map((one) => buildLiteral(field, operator, one)).join(', ')})`
  }
  if (Array.isArray(value)) throw invalid(`${field} ${operator} needs one value, not a list`)
  return `${field} ${operator} ${buildLiteral(field, operator, value as QueryValue)}`
}

function checkField(field: string): string {
  if (/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(field)) return field
  throw invalid(`${JSON.stringify(field)} is not the name of a field`)
}

function buildLiteral(field: string, operator: QueryOperator, value: QueryValue): string {
  if (typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw invalid(`${field}: ${value} is not a number that can be asked for`)
    return quote(String(value))
  }
  if (typeof value !== 'string') throw invalid(`${field}: a value must be a string, a number or a boolean`)
  return quote(/^metadata\./i.test(field) ? wholeSeconds(field, operator, value) : value)
}

/** Times in MetaData are whole seconds: a bound between two of them moves to the one that means the same. */
function wholeSeconds(field: string, operator: QueryOperator, value: string): string {
  const ms = parseInstant(value, field)
  const roundsUp = operator === '>=' || operator === '<'
  return formatInstant(roundsUp ? Math.ceil(ms / 1000) * 1000 : ms)
}

/** The language escapes by a backslash; doubling the quote, as SQL does, would end the literal. */
function quote(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function invalid(reason: string): QboError {
  return refusedOptions('The query cannot be built', [{ path: '', message: reason }])
}

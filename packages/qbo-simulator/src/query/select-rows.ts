import type { Property } from '../entity/property.js'
import { shuffle, type Random } from '../random.js'
import type { EntityTable } from '../table/entity-table.js'
import { compareValues } from '../table/sorted-index.js'
import type { PlannedCondition, QueryPlan } from './query-plan.js'
import { buildRowFilter, type RowFilter } from './row-filter.js'
import { findShortestSpan, findSpan, isSettledBySpan, type RowSpan } from './row-span.js'

export interface SelectedRows {
  readonly rows: readonly number[]
  /** Whether the page is the whole result. */
  readonly isWhole: boolean
}

/** Rows that an index walk may look at for each row that sorting would have to take in. */
const walkPerSortedRow = 8

/** How many rows the conditions hold for. Builds no row, and reads no value that the span has settled. */
export function countRows(table: EntityTable, { conditions }: QueryPlan): number {
  const ids = findIds(conditions)
  if (ids !== undefined) return findRows(table, ids).filter(buildRowFilter(table, conditions)).length
  const span = findShortestSpan(table, conditions) ?? findSpan(table, [], table.type.order.property)
  const open = conditions.filter((condition) => !isSettledBySpan(condition, span))
  if (open.length === 0 && table.hidden.size === 0) return span.to - span.from
  const filter = buildRowFilter(table, open)
  const index = table.index(span.property)
  let count = 0
  for (let at = span.from; at < span.to; at++) if (filter(index.rowAt(at))) count += 1
  return count
}

/**
 * The rows of one page. Either walks the index of the order and stops at the page's end, or, when a condition
 * leaves far fewer rows than the walk would pass, takes those and sorts them. Rows that are equal under the order
 * come in an order that differs from call to call, as the server's does ("multi-threaded environment", says Intuit).
 */
export function selectRows(table: EntityTable, plan: QueryPlan, random: Random): SelectedRows {
  const filter = buildRowFilter(table, plan.conditions)
  const groups = hasFewCandidates(table, plan)
    ? sortedGroups(table, plan, filter)
    : walkedGroups(table, plan, filter)
  const skip = plan.startPosition - 1
  const wanted = skip + plan.maxResults + 1
  const rows: number[] = []
  let passed = 0
  for (const group of groups) {
    passed += group.length
    if (passed > skip) {
      const ordered = orderTies(table, plan, group, random)
      rows.push(...ordered.slice(Math.max(0, skip - (passed - group.length))))
    }
    if (passed >= wanted) break
  }
  return { rows: rows.slice(0, plan.maxResults), isWhole: skip === 0 && rows.length <= plan.maxResults }
}

function hasFewCandidates(table: EntityTable, { conditions, order }: QueryPlan): boolean {
  if (findIds(conditions) !== undefined) return true
  const shortest = findShortestSpan(table, conditions)
  if (shortest === undefined || shortest.property === order[0]!.property) return false
  const walk = findSpan(table, conditions, order[0]!.property)
  return (shortest.to - shortest.from) * walkPerSortedRow < walk.to - walk.from
}

/** Rows among which those that match are: by Id, by the shortest span, or all. */
function findCandidates(table: EntityTable, conditions: readonly PlannedCondition[]): Iterable<number> {
  const ids = findIds(conditions)
  if (ids !== undefined) return findRows(table, ids)
  const span = findShortestSpan(table, conditions)
  return walk(table, span ?? findSpan(table, [], table.type.order.property), false)
}

function findRows(table: EntityTable, ids: readonly string[]): number[] {
  return ids.map((id) => table.rowOf(id)).filter((row) => row !== undefined)
}

function findIds(conditions: readonly PlannedCondition[]): string[] | undefined {
  const condition = conditions.find(({ property }) => property.kind === 'id')
  if (condition === undefined) return undefined
  return [...new Set(condition.operator === 'IN' ? condition.values : [condition.value])].map(String)
}

function* walk(table: EntityTable, span: RowSpan, descending: boolean): Generator<number> {
  const index = table.index(span.property)
  if (descending) for (let at = span.to - 1; at >= span.from; at--) yield index.rowAt(at)
  else for (let at = span.from; at < span.to; at++) yield index.rowAt(at)
}

function walkedGroups(table: EntityTable, plan: QueryPlan, filter: RowFilter): Iterable<number[]> {
  const { property, descending } = plan.order[0]!
  return groupTies(
    table,
    property,
    walk(table, findSpan(table, plan.conditions, property), descending),
    filter,
  )
}

function sortedGroups(table: EntityTable, plan: QueryPlan, filter: RowFilter): Iterable<number[]> {
  const { property, descending } = plan.order[0]!
  const column = table.column(property)
  const rows = [...findCandidates(table, plan.conditions)].filter(filter)
  rows.sort((left, right) => compareValues(column[left], column[right]) * (descending ? -1 : 1))
  return groupTies(table, property, rows, () => true)
}

function* groupTies(
  table: EntityTable,
  property: Property,
  rows: Iterable<number>,
  filter: RowFilter,
): Generator<number[]> {
  const column = table.column(property)
  let group: number[] = []
  for (const row of rows) {
    if (!filter(row)) continue
    if (group.length > 0 && column[group[0]!] !== column[row]) {
      yield group
      group = []
    }
    group.push(row)
  }
  if (group.length > 0) yield group
}

/** Rows equal under the first term, by the other terms; what is still equal by chance. */
function orderTies(table: EntityTable, plan: QueryPlan, group: number[], random: Random): number[] {
  if (group.length === 1) return group
  const rest = plan.order.slice(1)
  const shuffled = shuffle(group, random)
  if (rest.length === 0) return shuffled
  return shuffled.sort((left, right) => {
    for (const { property, descending } of rest) {
      const column = table.column(property)
      const order = compareValues(column[left], column[right])
      if (order !== 0) return descending ? -order : order
    }
    return 0
  })
}

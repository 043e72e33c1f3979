import { tableName } from '../../entity-tables.js'
import { quoteName, quoteText } from '../../sql-text.js'
import type { Column } from './column.js'
import { columnSql, type JsonSource } from './column-sql.js'
import type { Place, View } from './view.js'

/** The SELECT of a view. */
export function viewSelect(view: View, place: Place): string {
  const { from, source } = viewRows(view, place)
  const list = view.columns.map(
    (column) => `${columnSql(column, source).expression} AS ${quoteName(column.name)}`,
  )
  return `SELECT ${list.join(',\n       ')}\n${from}`
}

/** Where the rows of a view come from, and the JSON of each. */
export function viewRows(view: View, place: Place): { readonly from: string; readonly source: JsonSource } {
  const table = `FROM ${quoteName(place.rawSchema, tableName(view.entity))} AS record`
  const { joins, source, only = [] } = view.lists.length === 0 ? recordRows(view) : elementRows(view.lists)
  const conditions = [
    ...only,
    ...(place.realmId === undefined ? [] : [`record.realm_id = ${quoteText(place.realmId)}::text`]),
    ...(view.liveOnly ? ['record.deleted_at IS NULL'] : []),
    ...(view.where === undefined ? [] : [condition(view.where)]),
  ]
  const where = conditions.length === 0 ? [] : [`WHERE ${conditions.join(' AND ')}`]
  return { from: [table, ...joins, ...where].join('\n'), source }
}

interface Rows {
  readonly joins: readonly string[]
  readonly source: JsonSource
  /** What can be left out before the last join. */
  readonly only?: readonly string[]
}

/**
 * A record's payload, and null where it is no object, which `jsonb_to_record` would fail on. A path hands on what it has unpacked;
 * `CASE jsonb_typeof(payload)` would fetch and unpack the payload once to see what it is and once to read it.
 */
export const payloadObject: string = `pg_catalog.jsonb_path_query_first(record.payload, 'strict $ ? (@.type() == "object")'::jsonpath, '{}'::jsonb, true)`

/**
 * All fields in one pass. Each `payload -> …` would fetch and unpack the payload again, which lies out of line: a view of 14
 * columns takes twelve times as long.
 */
function recordRows({ columns, where }: View): Rows {
  const used = [...columns.flatMap(pathsOf), ...(where === undefined ? [] : [[where.field]])]
  const json = new Set([
    ...used.filter((path) => path.length > 1).map(([first]) => first),
    ...columns.filter(needsJson).map(({ path: [first] }) => first),
  ])
  const fields = [...new Set(used.map(([first]) => first!))]
  if (fields.length === 0) return { joins: [], source: { alias: 'field', textFields: new Set() } }
  const declared = fields.map((name) => `${quoteName(name)} ${json.has(name) ? 'jsonb' : 'text'}`)
  return {
    joins: [
      `CROSS JOIN LATERAL pg_catalog.jsonb_to_record(${payloadObject}) AS field (${declared.join(', ')})`,
    ],
    source: { alias: 'field', textFields: new Set(fields.filter((name) => !json.has(name))) },
  }
}

/**
 * The elements of a list, and none of what is no list: strict and silent. By a path and not by `jsonb_array_elements`, which would
 * have the payload unpacked once to see what it is and once to read it; and out of an array, of which PostgreSQL expects ten
 * elements, where it would expect a thousand rows of the path: with those, a join of a few views is compiled for a minute (jit).
 */
function elementRows([outer = '', inner]: readonly string[]): Rows {
  const elementsOf = (json: string, list: string, alias: string): string => {
    const path = quoteText(`strict ${list.startsWith('$') ? list : pathOf(list)}`)
    const call = `pg_catalog.jsonb_path_query(${json}, ${path}::jsonpath, '{}'::jsonb, true)`
    return `CROSS JOIN LATERAL pg_catalog.unnest(ARRAY(SELECT ${call})) WITH ORDINALITY AS ${alias} (value, place)`
  }
  const source = { value: 'element.value' }
  if (inner === undefined) return { joins: [elementsOf('record.payload', outer, 'element')], source }
  return {
    joins: [
      elementsOf('record.payload', outer, 'outer_element'),
      elementsOf('outer_element.value', inner, 'element'),
    ],
    source,
    // Most lines have no list of their own.
    only: [`outer_element.value ? ${quoteText(inner.split('.')[0]!)}::text`],
  }
}

function pathOf(list: string): string {
  const steps = list.split('.').map((step) => `."${step}"`)
  return `$${steps.join('')}[*]`
}

function condition({ field, is, not = false }: NonNullable<View['where']>): string {
  return `field.${quoteName(field)} IS ${not ? '' : 'NOT '}DISTINCT FROM ${quoteText(is)}::text`
}

function pathsOf(column: Column): readonly (readonly string[])[] {
  if (column.from !== 'json') return []
  return [column.path, ...(column.when === undefined ? [] : [column.when.path])]
}

function needsJson(column: Column): column is Extract<Column, { from: 'json' }> {
  if (column.from !== 'json') return false
  return column.type === 'number' || column.type === 'boolean' || column.customField !== undefined
}

import { quoteName, quoteText } from '../../sql-text.js'
import type { Column, ColumnType, RowField } from './column.js'

/** Where a column's JSON is: in a record, of which each field is a column already, or in one value. */
export type JsonSource =
  { readonly alias: string; readonly textFields: ReadonlySet<string> } | { readonly value: string }

/** What PostgreSQL calls the types. */
const sqlTypes: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamp with time zone',
}

const rowFieldTypes: Readonly<Record<RowField, string>> = {
  realm_id: 'text',
  id: 'text',
  sync_token: 'text',
  create_time: 'timestamp with time zone',
  last_updated_time: 'timestamp with time zone',
  last_seen: 'timestamp with time zone',
  deleted_at: 'timestamp with time zone',
  deleted: 'boolean',
  index: 'integer',
  outer_index: 'integer',
  line_number: 'integer',
}

/** The type of a column, as PostgreSQL's catalogs print it. */
export function typeOf(column: Column): string {
  return column.from === 'row' ? rowFieldTypes[column.field] : sqlTypes[column.type]
}

// PostgreSQL has no cast that fails softly before its version 16, and even 2023-02-29 must not end a query.
const thirtyOne = '(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])'
const thirty = '(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)'
const february = '02-(?:0[1-9]|1[0-9]|2[0-8])'
const leap = '(?:0[48]|[2468][048]|[13579][26])'
const leapYear = `(?:[0-9]{2}${leap}|${leap}00)`
const day = `(?:(?!0000)[0-9]{4}-(?:${thirtyOne}|${thirty}|${february})|${leapYear}-02-29)`
const clock = '(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:[.][0-9]{1,9})?'
const offset = '(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])'

/** A date as QuickBooks writes it; a time of the day behind it is not looked at. */
const datePattern: string = `^${day}(?:$|[TZ+-])`
/** An instant with its offset, without which it would be another one in each session. */
const instantPattern: string = `^${day}T${clock}${offset}$`

export interface ColumnSql {
  /** The column's expression. */
  readonly expression: string
  /** The JSON that it reads as text, to be shown where the expression is null and this is not; undefined for what cannot be unreadable. */
  readonly raw: string | undefined
}

export function columnSql(column: Column, source: JsonSource): ColumnSql {
  if (column.from === 'row') return { expression: rowSql[column.field], raw: undefined }
  if (column.from === 'nowhere') return { expression: `NULL::${sqlTypes[column.type]}`, raw: undefined }
  const { path, type, when, customField } = column
  if (customField !== undefined)
    return { expression: customFieldSql(path, customField, source), raw: undefined }
  const text = textAt(path, source)
  const expression = typed(type, path, source)
  const raw = type === 'text' ? undefined : text
  if (when === undefined) return { expression, raw }
  const kinds = when.is.map((kind) => `${quoteText(kind)}::text`).join(', ')
  return { expression: `CASE WHEN ${textAt(when.path, source)} IN (${kinds}) THEN ${expression} END`, raw }
}

const rowSql: Readonly<Record<RowField, string>> = {
  realm_id: 'record.realm_id',
  id: 'record.id',
  sync_token: 'record.sync_token',
  create_time: 'record.create_time',
  last_updated_time: 'record.last_updated_time',
  last_seen: 'record.last_seen',
  deleted_at: 'record.deleted_at',
  deleted: '(record.deleted_at IS NOT NULL)',
  index: '(element.place - 1::bigint)::integer',
  outer_index: '(outer_element.place - 1::bigint)::integer',
  line_number: 'element.place::integer',
}

function typed(type: ColumnType, path: readonly string[], source: JsonSource): string {
  const text = textAt(path, source)
  switch (type) {
    case 'text':
      return text
    case 'number':
      return whenJsonIs('number', 'numeric', jsonAt(path, source))
    case 'boolean':
      return whenJsonIs('boolean', 'boolean', jsonAt(path, source))
    case 'date':
      return `CASE WHEN ${text} ~ '${datePattern}'::text THEN pg_catalog."left"(${text}, 10)::date END`
    case 'instant':
      return `CASE WHEN ${text} ~ '${instantPattern}'::text THEN (${text})::timestamptz END`
  }
}

function whenJsonIs(kind: string, type: string, json: string): string {
  return `CASE pg_catalog.jsonb_typeof(${json}) WHEN '${kind}'::text THEN (${json})::${type} END`
}

function customFieldSql(path: readonly string[], name: string, source: JsonSource): string {
  const list = jsonAt(path, source)
  const query = `'$[*] ? (@.Name == $name).StringValue'::jsonpath`
  const named = `${quoteText(JSON.stringify({ name }))}::jsonb`
  return `pg_catalog.jsonb_path_query_first(${list}, ${query}, ${named}, true) #>> '{}'::text[]`
}

function textAt(path: readonly string[], source: JsonSource): string {
  const [first = '', ...rest] = path
  if ('value' in source) return inside(source.value, path, true)
  const field = `${source.alias}.${quoteName(first)}`
  if (source.textFields.has(first)) return field
  return inside(field, rest, true)
}

function jsonAt(path: readonly string[], source: JsonSource): string {
  const [first = '', ...rest] = path
  if ('value' in source) return inside(source.value, path, false)
  return inside(`${source.alias}.${quoteName(first)}`, rest, false)
}

function inside(json: string, path: readonly string[], asText: boolean): string {
  if (path.length === 0) return asText ? `(${json} #>> '{}'::text[])` : json
  if (path.length === 1) return `(${json} ${asText ? '->>' : '->'} ${quoteText(path[0]!)}::text)`
  return `(${json} ${asText ? '#>>' : '#>'} ${quoteText(`{${path.map((part) => `"${part}"`).join(',')}}`)}::text[])`
}

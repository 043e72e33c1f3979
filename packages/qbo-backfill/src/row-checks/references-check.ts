import { sql, type RawBuilder } from 'kysely'
import type { QboRecord } from 'qbo-client'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'
import { firstIds, fromRowsRead, idList, type RowCheckScope } from './row-check.js'
import type { Check } from '../verdict/check.js'
import { missingRow, type MissingRow } from '../verdict/missing-row.js'

/** Yellow if an invoice names a customer or an item that is in no table, although such a table has been loaded. */
export async function referencesCheck(scope: RowCheckScope): Promise<Check | undefined> {
  if (scope.entity !== 'Invoice') return undefined
  const tables = await tablesOf(scope)
  const absent = tables.length === 0 ? {} : await absentIds(scope, tables)
  const missing = Object.entries(absent).filter(([, ids]) => ids.length > 0)
  const namedBy = missing.length === 0 ? [] : await namingInvoices(scope, absent)
  const listed = missing.map(([entity, ids]) => {
    const named = ids.slice(0, 5).map((id) => {
      const invoice = namedBy.find((found) => found.entity === entity && found.id === id)?.by
      return invoice === undefined ? id : `${id} (invoice ${invoice.number ?? `Id ${invoice.id}`})`
    })
    return `${entity} ${named.join(', ')}${ids.length > 5 ? ' …' : ''}`
  })
  return {
    entity: scope.entity,
    name: 'references',
    status: missing.length === 0 ? 'green' : 'yellow',
    message:
      missing.length === 0
        ? 'Invoice: every customer and item that is named is there.'
        : `Invoice: names what the tables do not hold: ${listed.join('; ')}. An earlier start for customers and items brings them.`,
    details: namedBy.length === 0 ? absent : { ...absent, namedBy },
  }
}

type AbsentIds = Partial<Record<'Customer' | 'Item', readonly string[]>>

/** An invoice that names what is absent: somebody looks for the one to find the other. */
interface NamingInvoice {
  readonly entity: 'Customer' | 'Item'
  readonly id: string
  readonly by: MissingRow
}

const namingRow = z.object({ entity: z.enum(['Customer', 'Item']), id: z.string(), invoice: z.unknown() })

/** One invoice for each. Asked for only where something is absent: it looks through all lines. */
async function namingInvoices(
  scope: RowCheckScope,
  { Customer: customers = [], Item: items = [] }: AbsentIds,
): Promise<readonly NamingInvoice[]> {
  const isListed = (ids: readonly string[]): RawBuilder<unknown> =>
    sql`IN (SELECT pg_catalog.jsonb_array_elements_text(${jsonb(ids)}))`
  const asked = sql`
    SELECT DISTINCT ON (entity, named_id) entity, named_id AS id, payload AS invoice FROM (
      SELECT 'Customer' AS entity, ${customer} AS named_id, id, payload ${fromRowsRead(scope)}
      WHERE ${customer} ${isListed(customers)}
      UNION ALL
      SELECT 'Item', ${item}, id, payload ${fromRowsRead(scope)}, ${lines} WHERE ${item} ${isListed(items)}
    ) AS naming ORDER BY entity, named_id, id`
  const found = await readRows(scope.db, 'the references of Invoice', namingRow, asked)
  return found.map(({ entity, id, invoice }) => ({ entity, id, by: missingRow(invoice as QboRecord) }))
}

const customer = sql`payload->'CustomerRef'::text->>'value'::text`
const item = sql`entry->'SalesItemLineDetail'::text->'ItemRef'::text->>'value'::text`
const lines = sql`pg_catalog.jsonb_array_elements(CASE pg_catalog.jsonb_typeof(payload->'Line'::text) WHEN 'array' THEN payload->'Line'::text ELSE '[]' END) AS listed(entry)`

interface NamedTable {
  readonly entity: 'Customer' | 'Item'
  readonly table: string
}

async function tablesOf(scope: RowCheckScope): Promise<readonly NamedTable[]> {
  const tables: NamedTable[] = []
  for (const entity of ['Customer', 'Item'] as const) {
    const table = await scope.tableOf(entity)
    if (table !== undefined) tables.push({ entity, table })
  }
  return tables
}

/** By one path into all lines: to take each line apart costs half as much again as to unpack the record. */
const items = sql`pg_catalog.jsonb_path_query_array(payload, '$.Line[*].SalesItemLineDetail.ItemRef.value')`

const namesOf = {
  Customer: sql`SELECT 'Customer' AS entity, ${customer} AS id`,
  Item: sql`SELECT 'Item' AS entity, id FROM pg_catalog.jsonb_array_elements_text(${items}) AS named(id)`,
}

const absentRow = z.object({ entity: z.enum(['Customer', 'Item']), ids: idList })

/** QuickBooks' own items (shipping, discount, gratuity) have names for Ids and are in no list. One look at each row for both. */
async function absentIds(scope: RowCheckScope, tables: readonly NamedTable[]): Promise<AbsentIds> {
  const names = tables.map(({ entity }) => namesOf[entity])
  const absent = tables.map(
    ({ entity, table }) => sql`
      SELECT ${sql.lit(entity)} AS entity, ${firstIds(sql`true`)} AS ids FROM named
      WHERE entity = ${sql.lit(entity)} AND NOT EXISTS (
        SELECT FROM ${sql.id(scope.rawSchema, table)} AS listed WHERE listed.realm_id = ${scope.realmId} AND listed.id = named.id
      )`,
  )
  const asked = sql`
    WITH named AS MATERIALIZED (
      SELECT DISTINCT listed.entity, listed.id ${fromRowsRead(scope)},
        LATERAL (${sql.join(names, sql` UNION ALL `)}) AS listed
      WHERE listed.id ~ '^[0-9]+$'
    )
    ${sql.join(absent, sql` UNION ALL `)}`
  const found = await readRows(scope.db, 'the references of Invoice', absentRow, asked)
  return Object.fromEntries(found.map(({ entity, ids }) => [entity, ids]))
}

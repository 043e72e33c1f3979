import { sql } from 'kysely'
import { fromRowsRead, type RowCheckScope } from './row-check.js'
import type { Check } from './check.js'

/** Yellow if an invoice names a customer or an item that is in no table, although such a table has been loaded. */
export async function referencesCheck(scope: RowCheckScope): Promise<Check | undefined> {
  if (scope.entity !== 'Invoice') return undefined
  const absent: Record<string, readonly string[]> = {}
  for (const entity of ['Customer', 'Item'] as const) {
    const table = await scope.tableOf(entity)
    if (table !== undefined) absent[entity] = await absentIds(scope, entity, table)
  }
  const missing = Object.entries(absent).filter(([, ids]) => ids.length > 0)
  const listed = missing.map(
    ([entity, ids]) => `${entity} ${ids.slice(0, 5).join(', ')}${ids.length > 5 ? ' …' : ''}`,
  )
  return {
    entity: scope.entity,
    name: 'references',
    status: missing.length === 0 ? 'green' : 'yellow',
    message:
      missing.length === 0
        ? 'Invoice: every customer and item that is named is there.'
        : `Invoice: names what the tables do not hold: ${listed.join('; ')}. An earlier --from for customers and items brings them.`,
    details: absent,
  }
}

/** QuickBooks' own items (shipping, discount, gratuity) have names for Ids and are in no list. */
async function absentIds(
  scope: RowCheckScope,
  entity: 'Customer' | 'Item',
  table: string,
): Promise<readonly string[]> {
  const named =
    entity === 'Customer'
      ? sql`SELECT payload->'CustomerRef'->>'value' AS id ${fromRowsRead(scope)}`
      : sql`SELECT entry->'SalesItemLineDetail'->'ItemRef'->>'value' AS id ${fromRowsRead(scope)},
          jsonb_array_elements(CASE jsonb_typeof(payload->'Line') WHEN 'array' THEN payload->'Line' ELSE '[]' END) AS listed(entry)`
  const result = await sql<{ id: string }>`
    WITH named AS (SELECT DISTINCT id FROM (${named}) AS every_name WHERE id ~ '^[0-9]+$')
    SELECT id FROM named WHERE NOT EXISTS (
      SELECT FROM ${sql.id(scope.rawSchema, table)} AS listed WHERE listed.realm_id = ${scope.realmId} AND listed.id = named.id
    ) ORDER BY id LIMIT 20`.execute(scope.db)
  return result.rows.map((row) => row.id)
}

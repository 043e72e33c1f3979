import { sql } from 'kysely'
import { fromRowsRead, type RowCheckScope } from './row-check.js'
import type { Check } from './check.js'

/**
 * Yellow if an invoice's total is not its subtotal less discount plus tax, in exact decimals. The subtotal is the
 * SubTotal line if there is one, else the lines of the sale. With GlobalTaxCalculation TaxInclusive the lines may hold
 * the tax already; and shipping, which QuickBooks keeps as a line of its own, may stand beside the subtotal.
 */
export async function invoiceTotalsCheck(scope: RowCheckScope): Promise<Check | undefined> {
  if (scope.entity !== 'Invoice') return undefined
  const different = await sql<{ id: string; count: number }>`
    WITH amounts AS (
      SELECT id, (payload->>'TotalAmt')::numeric AS total, payload->>'GlobalTaxCalculation' AS tax_calculation,
        coalesce((payload->'TxnTaxDetail'->>'TotalTax')::numeric, 0) AS tax, line.*
      ${fromRowsRead(scope)}, LATERAL (
        SELECT sum(amount) FILTER (WHERE kind = 'SubTotalLineDetail') AS subtotal,
          coalesce(sum(amount) FILTER (WHERE kind IN ('SalesItemLineDetail', 'GroupLineDetail')), 0) AS lines,
          coalesce(sum(amount) FILTER (WHERE kind = 'DiscountLineDetail'), 0) AS discount,
          coalesce(sum(amount) FILTER (WHERE item = 'SHIPPING_ITEM_ID'), 0) AS shipping
        FROM (
          SELECT (entry->>'Amount')::numeric AS amount, entry->>'DetailType' AS kind,
            entry->'SalesItemLineDetail'->'ItemRef'->>'value' AS item
          FROM jsonb_array_elements(CASE jsonb_typeof(payload->'Line') WHEN 'array' THEN payload->'Line' ELSE '[]' END) AS listed(entry)
        ) AS split
      ) AS line
    ), wrong AS (
      SELECT id FROM amounts
      WHERE total <> coalesce(subtotal, lines) - discount + tax
        AND total <> coalesce(subtotal, lines) - discount + tax + shipping
        AND NOT (tax_calculation IS NOT DISTINCT FROM 'TaxInclusive' AND total = coalesce(subtotal, lines) - discount)
    )
    SELECT id, count(*) OVER ()::int AS count FROM wrong ORDER BY id LIMIT 20`.execute(scope.db)
  const ids = different.rows.map((row) => row.id)
  const count = different.rows[0]?.count ?? 0
  return {
    entity: scope.entity,
    name: 'totals',
    status: count === 0 ? 'green' : 'yellow',
    message:
      count === 0
        ? 'Invoice: every total is its lines and taxes.'
        : `Invoice: ${count} total(s) are not subtotal - discount + tax, such as Id ${ids.slice(0, 5).join(', ')}.`,
    details: { count, ids },
  }
}

import { sql } from 'kysely'
import { firstIds, mergeIds, type RowCheck, type RowCheckScope } from './row-check.js'

interface WrongTotals {
  readonly wrong_totals: readonly string[]
  readonly wrong_total_count: number
}

const fromLines = sql`FROM jsonb_array_elements(
  CASE jsonb_typeof(payload->'Line') WHEN 'array' THEN payload->'Line' ELSE '[]' END
) WITH ORDINALITY AS listed(line, place)`

/** Looked for only where the rest is not the total. */
const shipping = sql`(
  SELECT coalesce(sum((line->>'Amount')::numeric), 0) ${fromLines}
  WHERE line->'SalesItemLineDetail'->'ItemRef'->>'value' = 'SHIPPING_ITEM_ID'
)`

const total = sql`(payload->>'TotalAmt')::numeric`
const tax = sql`coalesce((payload->'TxnTaxDetail'->>'TotalTax')::numeric, 0)`

/** Nearly every invoice: its lines end in the subtotal, and none is a discount. Seen in less than half the time. */
const isPlain = sql`payload->'Line'->-1->>'DetailType' = 'SubTotalLineDetail'
  AND NOT payload @> '{"Line": [{"DetailType": "DiscountLineDetail"}]}'
  AND ${total} = (payload->'Line'->-1->>'Amount')::numeric + ${tax}`

/**
 * Yellow if an invoice's total is not its subtotal less discount plus tax, in exact decimals. The subtotal is the last
 * SubTotal line if there is one (those before it sum up what stands above them), else the lines of the sale. With
 * GlobalTaxCalculation TaxInclusive the lines may hold the tax already; and shipping, which QuickBooks keeps as a line of
 * its own, may stand beside the subtotal.
 */
export function invoiceTotalsCheck({ entity }: RowCheckScope): RowCheck<WrongTotals> | undefined {
  if (entity !== 'Invoice') return undefined
  return {
    facts: sql`CASE WHEN ${isPlain} THEN false ELSE (
      SELECT CASE WHEN total = net + tax THEN false
        WHEN tax_calculation = 'TaxInclusive' AND total = net THEN false
        ELSE total <> net + tax + ${shipping} END
      FROM (
        SELECT ${total} AS total, payload->>'GlobalTaxCalculation' AS tax_calculation, ${tax} AS tax,
          coalesce(
            (array_agg(amount ORDER BY place DESC) FILTER (WHERE kind = 'SubTotalLineDetail'))[1],
            sum(amount) FILTER (WHERE kind IN ('SalesItemLineDetail', 'GroupLineDetail')),
            0
          ) - coalesce(sum(amount) FILTER (WHERE kind = 'DiscountLineDetail'), 0) AS net
        FROM (SELECT (line->>'Amount')::numeric AS amount, line->>'DetailType' AS kind, place ${fromLines}) AS amounts
      ) AS sums
    ) END AS total_is_wrong`,
    summary: sql`${firstIds(sql`total_is_wrong`)} AS wrong_totals,
      (count(*) FILTER (WHERE total_is_wrong))::int AS wrong_total_count`,
    judge(found) {
      const ids = mergeIds(found.map((part) => part.wrong_totals))
      const count = found.reduce((sum, part) => sum + part.wrong_total_count, 0)
      return {
        entity,
        name: 'totals',
        status: count === 0 ? 'green' : 'yellow',
        message:
          count === 0
            ? 'Invoice: every total is its lines and taxes.'
            : `Invoice: ${count} total(s) are not subtotal - discount + tax, such as Id ${ids.slice(0, 5).join(', ')}.`,
        details: { count, ids },
      }
    },
  }
}

import { counted } from '../verdict/counted.js'
import { sql } from 'kysely'
import { z } from 'zod'
import {
  amount,
  firstIds,
  idList,
  isNoAmount,
  mergeIds,
  type RowCheck,
  type RowCheckScope,
} from './row-check.js'

interface WrongTotals {
  readonly wrong_totals: readonly string[]
  readonly wrong_total_count: number
  /** Invoices with something else than a number where an amount belongs. */
  readonly no_amounts: readonly string[]
  readonly no_amount_count: number
}

const fromLines = sql`FROM pg_catalog.jsonb_array_elements(
  CASE pg_catalog.jsonb_typeof(payload->'Line'::text) WHEN 'array' THEN payload->'Line'::text ELSE '[]' END
) WITH ORDINALITY AS listed(line, place)`

/** Looked for only where the rest is not the total. */
const shipping = sql`(
  SELECT coalesce(pg_catalog.sum(${amount(sql`line->'Amount'::text`)}), 0) ${fromLines}
  WHERE line->'SalesItemLineDetail'::text->'ItemRef'::text->>'value'::text = 'SHIPPING_ITEM_ID'
)`

const totalAmount = sql`payload->'TotalAmt'::text`
const taxAmount = sql`payload->'TxnTaxDetail'::text->'TotalTax'::text`
const total = amount(totalAmount)
// None is nothing; something that is no number is unknown.
const tax = sql`CASE WHEN ${isNoAmount(taxAmount)} THEN NULL ELSE coalesce(${amount(taxAmount)}, 0) END`

/** Nearly every invoice: its lines end in the subtotal, and none is a discount. Seen in less than half the time. */
const isPlain = sql`payload->'Line'::text->-1->>'DetailType'::text = 'SubTotalLineDetail'
  AND NOT payload @> '{"Line": [{"DetailType": "DiscountLineDetail"}]}'
  AND ${total} = ${amount(sql`payload->'Line'::text->-1->'Amount'::text`)} + ${tax}`

/** Without the lines of a plain invoice, whose amounts before the subtotal are not added up. */
const hasNoAmount = sql`(${isNoAmount(totalAmount)} OR ${isNoAmount(taxAmount)}
  OR EXISTS (SELECT ${fromLines} WHERE ${isNoAmount(sql`line->'Amount'::text`)}))`

/**
 * Yellow if an invoice's total is not its subtotal less discount plus tax, in exact decimals. The subtotal is the last
 * SubTotal line if there is one (those before it sum up what stands above them), else the lines of the sale. With
 * GlobalTaxCalculation TaxInclusive the lines may hold the tax already; and shipping, which QuickBooks keeps as a line of
 * its own, may stand beside the subtotal. Yellow too if something else than a number stands where an amount belongs.
 */
export function invoiceTotalsCheck({ entity }: RowCheckScope): RowCheck<WrongTotals> | undefined {
  if (entity !== 'Invoice') return undefined
  return {
    facts: sql`CASE WHEN ${isPlain} THEN NULL WHEN ${hasNoAmount} THEN 'unreadable' WHEN (
      SELECT CASE WHEN total = net + tax THEN false
        WHEN tax_calculation = 'TaxInclusive' AND total = net THEN false
        ELSE total <> net + tax + ${shipping} END
      FROM (
        SELECT ${total} AS total, payload->>'GlobalTaxCalculation'::text AS tax_calculation, ${tax} AS tax,
          coalesce(
            (pg_catalog.array_agg(amount ORDER BY place DESC) FILTER (WHERE kind = 'SubTotalLineDetail'))[1],
            pg_catalog.sum(amount) FILTER (WHERE kind IN ('SalesItemLineDetail', 'GroupLineDetail')),
            0
          ) - coalesce(pg_catalog.sum(amount) FILTER (WHERE kind = 'DiscountLineDetail'), 0) AS net
        FROM (SELECT ${amount(sql`line->'Amount'::text`)} AS amount, line->>'DetailType'::text AS kind, place ${fromLines}) AS amounts
      ) AS sums
    ) THEN 'wrong' END AS total_problem`,
    summary: sql`${firstIds(sql`total_problem = 'wrong'`)} AS wrong_totals,
      pg_catalog.count(*) FILTER (WHERE total_problem = 'wrong') AS wrong_total_count,
      ${firstIds(sql`total_problem = 'unreadable'`)} AS no_amounts,
      pg_catalog.count(*) FILTER (WHERE total_problem = 'unreadable') AS no_amount_count`,
    found: z.object({
      wrong_totals: idList,
      wrong_total_count: z.int(),
      no_amounts: idList,
      no_amount_count: z.int(),
    }),
    judge(found) {
      const ids = mergeIds(found.map((part) => part.wrong_totals))
      const count = found.reduce((sum, part) => sum + part.wrong_total_count, 0)
      const unreadable = mergeIds(found.map((part) => part.no_amounts))
      const unreadableCount = found.reduce((sum, part) => sum + part.no_amount_count, 0)
      const such = (list: readonly string[]): string => `such as Id ${list.slice(0, 5).join(', ')}`
      const problems = [
        ...(count === 0
          ? []
          : [`${counted(count, 'total is', 'totals are')} not subtotal - discount + tax, ${such(ids)}`]),
        ...(unreadableCount === 0
          ? []
          : [
              `${counted(unreadableCount, 'holds', 'hold')} something else than a number as an amount, ${such(unreadable)}`,
            ]),
      ]
      return {
        entity,
        name: 'totals',
        status: problems.length === 0 ? 'green' : 'yellow',
        message:
          problems.length === 0
            ? 'Invoice: every total is its lines and taxes.'
            : `Invoice: ${problems.join('; ')}.`,
        details: unreadableCount === 0 ? { count, ids } : { count, ids, unreadableCount, unreadable },
      }
    },
  }
}

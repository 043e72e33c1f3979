import type { Random } from '../random.js'
import type { ItemParts } from './items.js'
import { formatCents } from './money.js'

export interface InvoiceLines {
  /** The lines, without the brackets. */
  readonly text: string
  /** TxnTaxDetail. */
  readonly taxText: string
  /** Sub-total − discount + tax, exactly. */
  readonly totalCents: number
}

/** Per mille of sales tax. */
const taxPerMille = 80

export function buildInvoiceLines(items: readonly ItemParts[], random: Random): InvoiceLines {
  const count = random.integer(2, 5)
  const texts: string[] = []
  let subTotal = 0
  let taxable = 0
  for (let number = 1; number <= count; number++) {
    const item = random.pick(items)
    const line = buildItemLine(number, item, random)
    texts.push(line.text)
    subTotal += line.cents
    if (item.isTaxable) taxable += line.cents
  }
  texts.push(`{"Amount":${formatCents(subTotal)},"DetailType":"SubTotalLineDetail","SubTotalLineDetail":{}}`)
  const percent = random.chance(0.07) ? random.pick([5, 10, 15]) : 0
  const discount = Math.round((subTotal * percent) / 100)
  if (percent > 0) texts.push(buildDiscountLine(discount, percent))
  const tax = Math.round((taxable * taxPerMille) / 1000)
  return {
    text: texts.join(','),
    taxText: buildTax(tax, taxable),
    totalCents: subTotal - discount + tax,
  }
}

function buildItemLine(
  number: number,
  item: ItemParts,
  random: Random,
): { readonly text: string; readonly cents: number } {
  const quantity = random.integer(1, 12)
  // Now and then a price has seven decimals, which a double still holds and a careless rewrite does not.
  const isFine = random.chance(0.02)
  const unit = isFine ? `${(item.unitCents / 100).toFixed(2)}00001` : formatCents(item.unitCents)
  const cents = item.unitCents * quantity
  const text =
    `{"Id":"${number}","LineNum":${number},"Description":${item.description},"Amount":${formatCents(cents)}` +
    `,"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{${item.reference},"UnitPrice":${unit}` +
    `,"Qty":${quantity},${item.account},"TaxCodeRef":{"value":"${item.isTaxable ? 'TAX' : 'NON'}"}}` +
    ',"CustomExtensions":[]}'
  return { text, cents }
}

function buildDiscountLine(cents: number, percent: number): string {
  return (
    `{"Amount":${formatCents(cents)},"DetailType":"DiscountLineDetail","DiscountLineDetail":{"PercentBased":true` +
    `,"DiscountPercent":${percent},"DiscountAccountRef":{"value":"86","name":"Discounts given"}}}`
  )
}

function buildTax(tax: number, taxable: number): string {
  if (taxable === 0) return '{"TotalTax":0}'
  return (
    `{"TxnTaxCodeRef":{"value":"2"},"TotalTax":${formatCents(tax)},"TaxLine":[{"Amount":${formatCents(tax)}` +
    `,"DetailType":"TaxLineDetail","TaxLineDetail":{"TaxRateRef":{"value":"3"},"PercentBased":true` +
    `,"TaxPercent":${taxPerMille / 10},"NetAmountTaxable":${formatCents(taxable)}}}]}`
  )
}

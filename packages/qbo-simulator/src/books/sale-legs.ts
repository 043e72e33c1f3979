import type { QboRecord } from '../entity/record.js'
import type { Chart } from './chart.js'
import { centsOf, listOf, objectOf, referenceOf } from './fields.js'
import { negate, type Leg, type Legs } from './leg.js'

type Line = Readonly<Record<string, unknown>>

/** Invoice, CreditMemo, SalesReceipt and RefundReceipt: what is owed or paid, what it was for, tax, and goods taken from stock. */
export function saleLegs(entity: string, record: QboRecord, chart: Chart): Legs {
  const isOnAccount = entity === 'Invoice' || entity === 'CreditMemo'
  const bank = referenceOf(record, 'DepositToAccountRef') ?? chart.role('undeposited')
  const total = centsOf(record, 'TotalAmt')
  const deposit = isOnAccount ? centsOf(record, 'Deposit') : 0
  const legs: Leg[] = [
    { account: isOnAccount ? chart.role('receivable') : bank, cents: total - deposit },
    { account: bank, cents: deposit },
    ...listOf(record, 'Line').flatMap((line) => lineLegs(line, chart)),
    { account: chart.role('salesTax'), cents: -centsOf(objectOf(record, 'TxnTaxDetail'), 'TotalTax') },
  ]
  return {
    legs: negate(legs, entity === 'CreditMemo' || entity === 'RefundReceipt'),
    rest: 'uncategorizedIncome',
  }
}

function lineLegs(line: Line, chart: Chart): readonly Leg[] {
  const cents = centsOf(line, 'Amount')
  switch (line['DetailType']) {
    case 'SalesItemLineDetail': {
      const detail = objectOf(line, 'SalesItemLineDetail')
      const item = itemOf(detail, chart)
      const named = referenceOf(detail, 'ItemAccountRef') ?? referenceOf(item, 'IncomeAccountRef')
      const account = named ?? chart.role('uncategorizedIncome')
      return [{ account, cents: -cents }, ...stockLegs(item, -Number(detail['Qty'] ?? 0), chart)]
    }
    case 'DiscountLineDetail': {
      const named = referenceOf(objectOf(line, 'DiscountLineDetail'), 'DiscountAccountRef')
      return [{ account: named ?? chart.role('discounts'), cents }]
    }
    case 'GroupLineDetail':
      return listOf(objectOf(line, 'GroupLineDetail'), 'Line').flatMap((inner) => lineLegs(inner, chart))
    default:
      return []
  }
}

/** Goods that come into stock (`quantity` above zero) or leave it, at what the item costs, against the cost of goods sold or `against`. */
export function stockLegs(
  item: Line,
  quantity: number,
  chart: Chart,
  against: string = referenceOf(item, 'ExpenseAccountRef') ?? chart.role('costOfGoods'),
): readonly Leg[] {
  if (item['Type'] !== 'Inventory') return []
  const cents = Math.round(centsOf(item, 'PurchaseCost') * quantity)
  const asset = referenceOf(item, 'AssetAccountRef') ?? chart.role('inventory')
  return [
    { account: asset, cents },
    { account: against, cents: -cents },
  ]
}

/** The item that a line's detail names; an empty one when there is none. */
export function itemOf(detail: Line, chart: Chart): Line {
  const id = referenceOf(detail, 'ItemRef')
  return (id === undefined ? undefined : chart.item(id)) ?? {}
}

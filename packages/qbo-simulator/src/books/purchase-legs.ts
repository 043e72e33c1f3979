import type { QboRecord } from '../entity/record.js'
import type { Chart } from './chart.js'
import { centsOf, listOf, objectOf, referenceOf } from './fields.js'
import { negate, type Leg, type Legs } from './leg.js'
import { itemOf } from './sale-legs.js'

type Line = Readonly<Record<string, unknown>>

/** Bill, VendorCredit and Purchase: what is owed or paid, and what it was for. */
export function purchaseLegs(entity: string, record: QboRecord, chart: Chart): Legs {
  const named =
    entity === 'Purchase' ? referenceOf(record, 'AccountRef') : referenceOf(record, 'APAccountRef')
  const legs: Leg[] = [
    { account: named ?? chart.role('payable'), cents: -centsOf(record, 'TotalAmt') },
    ...listOf(record, 'Line').flatMap((line) => lineLegs(line, chart)),
    { account: chart.role('salesTax'), cents: centsOf(objectOf(record, 'TxnTaxDetail'), 'TotalTax') },
  ]
  const isBack = entity === 'VendorCredit' || record['Credit'] === true
  return { legs: negate(legs, isBack), rest: 'uncategorizedExpense' }
}

function lineLegs(line: Line, chart: Chart): readonly Leg[] {
  const cents = centsOf(line, 'Amount')
  switch (line['DetailType']) {
    case 'AccountBasedExpenseLineDetail': {
      const named = referenceOf(objectOf(line, 'AccountBasedExpenseLineDetail'), 'AccountRef')
      return [{ account: named ?? chart.role('uncategorizedExpense'), cents }]
    }
    case 'ItemBasedExpenseLineDetail':
      return [
        { account: accountOf(itemOf(objectOf(line, 'ItemBasedExpenseLineDetail'), chart), chart), cents },
      ]
    default:
      return []
  }
}

/** Goods for the stock are an asset until they are sold. */
function accountOf(item: Line, chart: Chart): string {
  if (item['Type'] === 'Inventory') return referenceOf(item, 'AssetAccountRef') ?? chart.role('inventory')
  return referenceOf(item, 'ExpenseAccountRef') ?? chart.role('uncategorizedExpense')
}

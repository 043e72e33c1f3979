import type { QboRecord } from '../entity/record.js'
import type { Chart } from './chart.js'
import { centsOf, listOf, objectOf, referenceOf } from './fields.js'
import type { Leg, Legs } from './leg.js'
import { itemOf, stockLegs } from './sale-legs.js'

/** What only moves money or values from one account to another. */
export function paymentLegs(entity: string, record: QboRecord, chart: Chart): Legs | undefined {
  const rest = 'uncategorizedExpense'
  const move = (into: string, from: string, cents: number): Legs => ({
    legs: [
      { account: into, cents },
      { account: from, cents: -cents },
    ],
    rest,
  })
  const account = (field: string): string => referenceOf(record, field) ?? chart.role(rest)
  const total = centsOf(record, 'TotalAmt')
  switch (entity) {
    case 'Payment': {
      const into = referenceOf(record, 'DepositToAccountRef') ?? chart.role('undeposited')
      return move(into, referenceOf(record, 'ARAccountRef') ?? chart.role('receivable'), total)
    }
    case 'BillPayment':
      return move(payerOf(record) ?? chart.role(rest), payableOf(record, chart), -total)
    case 'Transfer':
      return move(account('ToAccountRef'), account('FromAccountRef'), centsOf(record, 'Amount'))
    case 'CreditCardPayment':
      return move(account('CreditCardAccountRef'), account('BankAccountRef'), centsOf(record, 'Amount'))
    case 'TaxPayment': {
      const paid = centsOf(record, 'PaymentAmount') * (record['Refund'] === true ? 1 : -1)
      return move(account('PaymentAccountRef'), chart.role('salesTax'), paid)
    }
    case 'Deposit':
      return { legs: depositLegs(record, chart, account('DepositToAccountRef')), rest }
    case 'JournalEntry':
      return { legs: listOf(record, 'Line').map((line) => journalLeg(line, chart)), rest }
    case 'InventoryAdjustment':
      return { legs: adjustmentLegs(record, chart), rest }
    default:
      return undefined
  }
}

function payerOf(record: QboRecord): string | undefined {
  const check = referenceOf(objectOf(record, 'CheckPayment'), 'BankAccountRef')
  return check ?? referenceOf(objectOf(record, 'CreditCardPayment'), 'CCAccountRef')
}

function payableOf(record: QboRecord, chart: Chart): string {
  return referenceOf(record, 'APAccountRef') ?? chart.role('payable')
}

/** A line without an account takes what a payment or receipt has put to the undeposited funds. */
function depositLegs(record: QboRecord, chart: Chart, into: string): readonly Leg[] {
  const cashBack = objectOf(record, 'CashBack')
  const back = referenceOf(cashBack, 'AccountRef')
  return [
    { account: into, cents: centsOf(record, 'TotalAmt') },
    ...listOf(record, 'Line').map((line) => ({
      account: referenceOf(objectOf(line, 'DepositLineDetail'), 'AccountRef') ?? chart.role('undeposited'),
      cents: -centsOf(line, 'Amount'),
    })),
    ...(back === undefined ? [] : [{ account: back, cents: centsOf(cashBack, 'Amount') }]),
  ]
}

function journalLeg(line: Readonly<Record<string, unknown>>, chart: Chart): Leg {
  const detail = objectOf(line, 'JournalEntryLineDetail')
  const cents = centsOf(line, 'Amount')
  return {
    account: referenceOf(detail, 'AccountRef') ?? chart.role('uncategorizedExpense'),
    cents: detail['PostingType'] === 'Credit' ? -cents : cents,
  }
}

function adjustmentLegs(record: QboRecord, chart: Chart): readonly Leg[] {
  const against = referenceOf(record, 'AdjustAccountRef')
  return listOf(record, 'Line').flatMap((line) => {
    const detail = objectOf(line, 'ItemAdjustmentLineDetail')
    return stockLegs(itemOf(detail, chart), Number(detail['QtyDiff'] ?? 0), chart, against)
  })
}

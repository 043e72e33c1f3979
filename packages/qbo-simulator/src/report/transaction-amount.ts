import { centsOf } from '../books/fields.js'
import { rateOf, toHome, type Posting } from '../books/postings.js'
import type { QboRecord } from '../entity/record.js'
import type { TransactionKind } from './transaction-types.js'

/** What makes its account less: these amounts are below zero. */
const taking: ReadonlySet<string> = new Set([
  'BillPaymentCheck',
  'BillPaymentCreditCard',
  'CashPurchase',
  'Check',
  'CreditCardCharge',
  'CreditMemo',
  'CreditRefund',
  'GlobalTaxPayment',
  'VendorCredit',
])

/** A transaction's amount in cents of the home currency; its sign follows the account. */
export function homeCentsOf(
  record: QboRecord,
  { type }: TransactionKind,
  postings: () => readonly Posting[],
): number {
  if (type === 'InventoryQuantityAdjustment') {
    const [first] = postings()
    return first === undefined ? 0 : first.debitCents - first.creditCents
  }
  const field = ['TotalAmt', 'Amount', 'PaymentAmount'].find((name) => record[name] !== undefined)
  const cents = field === undefined ? 0 : centsOf(record, field)
  const home =
    record['HomeTotalAmt'] === undefined ? toHome(cents, rateOf(record)) : centsOf(record, 'HomeTotalAmt')
  const isBack = type === 'GlobalTaxPayment' && record['Refund'] === true
  return taking.has(type) && !isBack && home !== 0 ? -home : home
}

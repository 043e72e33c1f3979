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

/** The amount of a transaction that names none, by what it books first. */
export function postedCentsOf([first]: readonly Posting[]): number {
  return first === undefined ? 0 : first.debitCents - first.creditCents
}

/** A transaction's amount in cents of the home currency; its sign follows the account. Undefined where it names none. */
export function bookedCentsOf(record: QboRecord, { type }: TransactionKind): number | undefined {
  if (type === 'InventoryQuantityAdjustment') return undefined
  const field = ['TotalAmt', 'Amount', 'PaymentAmount'].find((name) => record[name] !== undefined)
  const cents = field === undefined ? 0 : centsOf(record, field)
  const home =
    record['HomeTotalAmt'] === undefined ? toHome(cents, rateOf(record)) : centsOf(record, 'HomeTotalAmt')
  const isBack = type === 'GlobalTaxPayment' && record['Refund'] === true
  return taking.has(type) && !isBack && home !== 0 ? -home : home
}

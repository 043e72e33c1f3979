import type { QboRecord } from '../entity/record.js'
import type { Chart } from './chart.js'
import { textOf } from './fields.js'
import type { Leg, Legs } from './leg.js'
import { paymentLegs } from './payment-legs.js'
import { purchaseLegs } from './purchase-legs.js'
import { saleLegs } from './sale-legs.js'

/** One line of the journal, in cents of the home currency. One of the two amounts is 0. */
export interface Posting {
  /** Its Id. */
  readonly account: string
  readonly debitCents: number
  readonly creditCents: number
  /** `YYYY-MM-DD`. */
  readonly date: string
}

const sales: ReadonlySet<string> = new Set(['Invoice', 'CreditMemo', 'SalesReceipt', 'RefundReceipt'])
const purchases: ReadonlySet<string> = new Set(['Bill', 'VendorCredit', 'Purchase'])

/**
 * What a record books, the document's own account first. Debits and credits are equal whatever the record says: what its
 * lines do not add up to is uncategorized, and what rounding leaves of a foreign currency is a gain or a loss. Empty for what
 * does not post (Estimate, PurchaseOrder, TimeActivity, templates, lists) or has no amount.
 */
export function postingsOf(entity: string, record: QboRecord, chart: Chart): readonly Posting[] {
  const found = legsOf(entity, record, chart)
  if (found === undefined) return []
  const date = bookedOn(record)
  const legs = inHomeCurrency(balance(found.legs, chart.role(found.rest)), rateOf(record), chart)
  return legs
    .filter(({ cents }) => cents !== 0)
    .map(({ account, cents }) => ({
      account,
      debitCents: Math.max(0, cents),
      creditCents: Math.max(0, -cents),
      date,
    }))
}

/** The day of a transaction: TxnDate, but for TaxPayment. */
export function bookedOn(record: QboRecord): string {
  return (textOf(record, 'TxnDate') || textOf(record, 'PaymentDate')).slice(0, 10)
}

const rateDigits = 10

/**
 * Cents in the home currency; half a cent goes away from zero, on both sides of an account alike. Exact: the nearest double
 * of a product such as 50 × 1.15 lies below its half.
 */
export function toHome(cents: number, rate: number): number {
  const scaled = BigInt(Math.abs(cents)) * BigInt(rate.toFixed(rateDigits).replace('.', ''))
  const one = 10n ** BigInt(rateDigits)
  return Math.sign(cents) * Number((scaled + one / 2n) / one)
}

const mostRate = 1e9

/** Units of the home currency for one of the transaction's. */
export function rateOf(record: QboRecord): number {
  const rate = Number(record['ExchangeRate'] ?? 1)
  return rate > 0 && rate < mostRate ? rate : 1
}

function legsOf(entity: string, record: QboRecord, chart: Chart): Legs | undefined {
  if (sales.has(entity)) return saleLegs(entity, record, chart)
  if (purchases.has(entity)) return purchaseLegs(entity, record, chart)
  return paymentLegs(entity, record, chart)
}

function balance(legs: readonly Leg[], account: string): readonly Leg[] {
  return [...legs, { account, cents: -sumOf(legs) }]
}

function inHomeCurrency(legs: readonly Leg[], rate: number, chart: Chart): readonly Leg[] {
  if (rate === 1) return legs
  const home = legs.map(({ account, cents }) => ({ account, cents: toHome(cents, rate) }))
  return balance(home, chart.role('exchange'))
}

function sumOf(legs: readonly Leg[]): number {
  return legs.reduce((sum, { cents }) => sum + cents, 0)
}

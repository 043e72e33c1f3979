import type { Random } from '../random.js'
import type { RecordText } from '../table/entity-table.js'
import { dayMs, formatDay } from './calendar.js'
import { foreignFields } from './currencies.js'
import type { ItemParts } from './items.js'
import { recordRandom } from './record-random.js'
import type { TransactionMoments } from './transaction-moments.js'
import { accountRef, knownAt } from './references.js'
import { buildTransactionText } from './transaction-text.js'
import type { VendorParts } from './vendors.js'

export interface PurchaseOptions {
  readonly seed: number
  readonly vendors: readonly VendorParts[]
  readonly items: readonly ItemParts[]
}

export interface PurchaseDraft {
  readonly random: Random
  readonly vendor: VendorParts
  readonly lines: readonly unknown[]
  readonly totalCents: number
}

const expenseAccounts = ['7', '8', '13', '15', '17', '22', '24']

function draftPurchase(
  entity: 'Bill' | 'Purchase' | 'VendorCredit',
  at: number,
  createdMs: number,
  { seed, vendors, items }: PurchaseOptions,
): PurchaseDraft {
  const random = recordRandom(seed, entity, at)
  const vendor = vendors[random.integer(0, knownAt(vendors, createdMs) - 1)]!
  const lines: unknown[] = []
  let totalCents = 0
  const count = random.integer(1, 4)
  for (let number = 1; number <= count; number++) {
    const isItem = items.length > 0 && random.chance(0.4)
    const { cents, detail } = isItem ? buildItemLine(random.pick(items), random) : buildAccountLine(random)
    lines.push({ Id: String(number), LineNum: number, Amount: cents / 100, ...detail })
    totalCents += cents
  }
  return { random, vendor, lines, totalCents }
}

interface Line {
  readonly cents: number
  readonly detail: Readonly<Record<string, unknown>>
}

function buildItemLine(item: ItemParts, random: Random): Line {
  const quantity = random.integer(5, 60)
  const { costCents } = item
  const { ItemRef } = JSON.parse(`{${item.reference}}`) as { readonly ItemRef: unknown }
  const ItemBasedExpenseLineDetail = {
    BillableStatus: 'NotBillable',
    ItemRef,
    UnitPrice: costCents / 100,
    Qty: quantity,
    TaxCodeRef: { value: 'NON' },
  }
  return {
    cents: costCents * quantity,
    detail: { DetailType: 'ItemBasedExpenseLineDetail', ItemBasedExpenseLineDetail },
  }
}

function buildAccountLine(random: Random): Line {
  const AccountBasedExpenseLineDetail = {
    AccountRef: accountRef(random.pick(expenseAccounts)),
    BillableStatus: 'NotBillable',
    TaxCodeRef: { value: 'NON' },
  }
  return {
    cents: random.integer(500, 120_000),
    detail: { DetailType: 'AccountBasedExpenseLineDetail', AccountBasedExpenseLineDetail },
  }
}

export function* generateVendorCredits(
  firstId: number,
  moments: TransactionMoments,
  options: PurchaseOptions,
): Generator<RecordText> {
  for (let at = 0; at < moments.count; at++) {
    const [day, createdMs] = [moments.day(at), moments.createdMs(at)]
    const { vendor, lines, totalCents } = draftPurchase('VendorCredit', at, createdMs, options)
    const fields = {
      DocNumber: `VC${at + 1}`,
      VendorRef: vendor.reference,
      APAccountRef: accountRef('33'),
      Line: lines,
      Balance: totalCents / 100,
      TotalAmt: totalCents / 100,
      ...foreignFields(vendor.currency, day, totalCents),
    }
    yield buildTransactionText({ id: firstId + at, day, createdMs, fields })
  }
}

/** What was paid at once: in cash, by check, by credit card, and now and then back to the card. */
export function* generatePurchases(
  firstId: number,
  moments: TransactionMoments,
  options: PurchaseOptions,
): Generator<RecordText> {
  for (let at = 0; at < moments.count; at++) {
    const [day, createdMs] = [moments.day(at), moments.createdMs(at)]
    const { random, vendor, lines, totalCents } = draftPurchase('Purchase', at, createdMs, options)
    const PaymentType = random.pick(['Cash', 'Check', 'CreditCard'])
    const isCard = PaymentType === 'CreditCard'
    const fields = {
      AccountRef: accountRef(isCard ? '41' : '35'),
      PaymentType,
      ...(PaymentType === 'Check' ? { DocNumber: String(at + 1) } : {}),
      EntityRef: { ...vendor.reference, type: 'Vendor' },
      ...(isCard ? { Credit: random.chance(0.05) } : {}),
      Line: lines,
      TotalAmt: totalCents / 100,
      ...foreignFields(vendor.currency, day, totalCents),
    }
    yield buildTransactionText({ id: firstId + at, day, createdMs, fields })
  }
}

/** A bill and, if it is paid, what paid it. */
export interface BillDraft extends PurchaseDraft {
  readonly at: number
  readonly day: number
  readonly createdMs: number
  readonly paidMs: number | undefined
}

export function* draftBills(
  moments: TransactionMoments,
  options: PurchaseOptions & { readonly latestMs: number },
): Generator<BillDraft> {
  for (let at = 0; at < moments.count; at++) {
    const [day, createdMs] = [moments.day(at), moments.createdMs(at)]
    const draft = draftPurchase('Bill', at, createdMs, options)
    const paidMs = draft.random.chance(0.75) ? createdMs + draft.random.integer(3, 40) * dayMs : undefined
    // A bill too young to be paid is open.
    yield {
      ...draft,
      at,
      day,
      createdMs,
      paidMs: (paidMs ?? Infinity) > options.latestMs ? undefined : paidMs,
    }
  }
}

export function buildBill(firstId: number, firstPaymentId: number, draft: BillDraft): RecordText {
  const { at, day, createdMs, paidMs, vendor, lines, totalCents } = draft
  const paid = [{ TxnId: String(firstPaymentId + at), TxnType: 'BillPaymentCheck' }]
  const fields = {
    DocNumber: `B${at + 1}`,
    DueDate: formatDay(day + 30 * dayMs),
    SalesTermRef: { value: '3', name: 'Net 30' },
    VendorRef: vendor.reference,
    APAccountRef: accountRef('33'),
    LinkedTxn: paidMs === undefined ? [] : paid,
    Line: lines,
    Balance: paidMs === undefined ? totalCents / 100 : 0,
    TotalAmt: totalCents / 100,
    ...foreignFields(vendor.currency, day, totalCents),
  }
  return buildTransactionText({ id: firstId + at, day, createdMs, updatedMs: paidMs ?? createdMs, fields })
}

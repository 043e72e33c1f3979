import type { RecordText } from '../table/entity-table.js'
import type { CustomerParts } from './customers.js'
import { draftInvoices, type InvoiceOptions } from './invoices.js'
import type { ItemParts } from './items.js'
import type { Span } from './list-moments.js'
import { buildTransactionMoments, type TransactionMoments } from './transaction-moments.js'
import { generateAccounts } from './accounts.js'
import type { BookCounts } from './book-counts.js'
import { generateDeposits } from './deposits.js'
import {
  buildInventoryAdjustment,
  buildJournalEntry,
  buildTaxPayment,
  buildTransfer,
  generateEntries,
  type FieldsBuilder,
} from './ledger-entries.js'
import { buildBillPayment, buildPayment } from './payments.js'
import { buildBill, draftBills, generatePurchases, generateVendorCredits } from './purchases.js'
import { generateSales, type SaleEntity } from './sales.js'
import { generateSmallLists } from './small-lists.js'
import { generateVendors } from './vendors.js'

export interface BooksOptions extends Span {
  readonly counts: Required<BookCounts>
  readonly seed: number
  readonly inactiveShare: number
  readonly lastTenth: number | undefined
  readonly customers: readonly CustomerParts[]
  readonly items: readonly ItemParts[]
  readonly invoices: InvoiceOptions
}

type Texts = Readonly<Record<string, () => Iterable<RecordText>>>

/** Transactions share their Ids, as in QuickBooks: each kind has a million of its own. Payments begin at two million. */
const firstIds = {
  Bill: 3_000_001,
  BillPayment: 4_000_001,
  VendorCredit: 5_000_001,
  Purchase: 6_000_001,
  CreditMemo: 7_000_001,
  SalesReceipt: 8_000_001,
  RefundReceipt: 9_000_001,
  Estimate: 10_000_001,
  Deposit: 11_000_001,
  Transfer: 12_000_001,
  JournalEntry: 13_000_001,
  InventoryAdjustment: 14_000_001,
  TaxPayment: 15_000_001,
} as const

/** All that a company has beside customers, items and invoices, once it keeps books. */
export function generateBooks(options: BooksOptions): Texts {
  const { fromMs, latestMs } = options
  const foundedMs = Math.min(fromMs - 400 * 86_400_000, latestMs)
  const lists = generateSmallLists(foundedMs, options.counts.foreignVendors > 0)
  return {
    Account: () => generateAccounts(foundedMs),
    ...Object.fromEntries(Object.entries(lists).map(([entity, texts]) => [entity, () => texts])),
    ...generateSelling(options),
    ...generateBuying(options),
    ...generateMoving(options),
  }
}

function momentsOf(options: BooksOptions, entity: keyof typeof firstIds, count: number): TransactionMoments {
  return buildTransactionMoments(count, options.seed + firstIds[entity], options)
}

function generateSelling(options: BooksOptions): Texts {
  const { counts, invoices, seed } = options
  const sales = (entity: SaleEntity, count: number): (() => Iterable<RecordText>) => {
    const moments = momentsOf(options, entity, count)
    return () => generateSales(entity, firstIds[entity], moments, options)
  }
  return {
    *Payment() {
      for (const draft of draftInvoices(invoices)) {
        const payment = buildPayment(draft, seed)
        if (payment !== undefined) yield payment
      }
    },
    CreditMemo: sales('CreditMemo', counts.creditMemos),
    SalesReceipt: sales('SalesReceipt', counts.salesReceipts),
    RefundReceipt: sales('RefundReceipt', counts.refundReceipts),
    Estimate: sales('Estimate', counts.estimates),
  }
}

function generateBuying(options: BooksOptions): Texts {
  const { counts, seed, items, latestMs } = options
  const vendors = generateVendors({
    ...options,
    count: counts.vendors,
    foreignVendors: counts.foreignVendors,
  })
  const buying = { seed, vendors, items, latestMs }
  const bills = momentsOf(options, 'Bill', counts.bills)
  const credits = momentsOf(options, 'VendorCredit', counts.vendorCredits)
  const purchases = momentsOf(options, 'Purchase', counts.purchases)
  return {
    Vendor: () => vendors.map(({ text }) => text),
    *Bill() {
      for (const draft of draftBills(bills, buying))
        yield buildBill(firstIds.Bill, firstIds.BillPayment, draft)
    },
    *BillPayment() {
      for (const draft of draftBills(bills, buying)) {
        const payment = buildBillPayment(firstIds.BillPayment, firstIds.Bill, draft)
        if (payment !== undefined) yield payment
      }
    },
    VendorCredit: () => generateVendorCredits(firstIds.VendorCredit, credits, buying),
    Purchase: () => generatePurchases(firstIds.Purchase, purchases, buying),
  }
}

function generateMoving(options: BooksOptions): Texts {
  const { counts, seed, items } = options
  const receipts = momentsOf(options, 'SalesReceipt', counts.salesReceipts)
  const stocked = items.filter(({ isStocked }) => isStocked)
  const entries = (
    entity: keyof typeof firstIds,
    count: number,
    build: FieldsBuilder,
  ): (() => Iterable<RecordText>) => {
    const moments = momentsOf(options, entity, count)
    return () => generateEntries(entity, firstIds[entity], { moments, seed }, build)
  }
  const deposits = momentsOf(options, 'Deposit', counts.deposits)
  const selling = { ...options, receipts, firstReceiptId: firstIds.SalesReceipt }
  return {
    Deposit: () => generateDeposits(firstIds.Deposit, deposits, selling),
    Transfer: entries('Transfer', counts.transfers, buildTransfer),
    JournalEntry: entries('JournalEntry', counts.journalEntries, buildJournalEntry),
    InventoryAdjustment: entries(
      'InventoryAdjustment',
      stocked.length === 0 ? 0 : counts.inventoryAdjustments,
      buildInventoryAdjustment(stocked),
    ),
    TaxPayment: entries('TaxPayment', counts.taxPayments, buildTaxPayment),
  }
}

import { defaultRealmId, type Company } from '../company/company.js'
import type { QboRecord } from '../entity/record.js'
import { setRecordTexts } from '../company/record-texts.js'
import { SimulatorError } from '../simulator-error.js'
import type { RecordText } from '../table/entity-table.js'
import { resolveBookCounts, type BookCounts } from './book-counts.js'
import { generateBooks } from './books.js'
import { dayMs, dayOf } from './calendar.js'
import { generateCustomers } from './customers.js'
import { buildTransactionMoments } from './transaction-moments.js'
import { generateInvoices } from './invoices.js'
import { generateItems } from './items.js'

/** Options of {@link generateCompany}. */
export interface GenerateOptions {
  /** The same seed gives the same company. @defaultValue 1 */
  readonly seed?: number
  /** @defaultValue 200 */
  readonly customers?: number
  /** @defaultValue 50 */
  readonly items?: number
  /** @defaultValue 1000 */
  readonly invoices?: number
  /** First day that an invoice has as TxnDate, `YYYY-MM-DD`. @defaultValue '2022-01-01' */
  readonly from?: string
  /** The day after the last. @defaultValue '2025-01-01' */
  readonly to?: string
  /** Share of the invoices, from 0 to 1, on the last tenth of the days. @defaultValue what a tenth more a year makes */
  readonly lastTenth?: number | undefined
  /** Share of customers and items that are inactive. @defaultValue 0.07 */
  readonly inactiveShare?: number
  /** @defaultValue '9130350000000001' */
  readonly realmId?: string
  /** @defaultValue 'Harbour Road Supply' */
  readonly name?: string
  /**
   * A company with books: accounts, vendors and every kind of transaction, whose double entry balances; how many of each, or
   * true for shares of the invoices. Its transactions have Ids of their own, as in QuickBooks.
   *
   * @defaultValue false: customers, items and invoices only
   */
  readonly books?: boolean | BookCounts
  /** Epoch milliseconds; nothing was changed in the four days before it. @defaultValue Date.now() */
  readonly nowMs?: number
}

/** A quiet time before now, so that a fresh company has settled. */
const quietDays = 4

/**
 * Invents a believable company: customers and items that came over the years, some inactive, and invoices with
 * lines, taxes, discounts and payments, spread over [from, to) by weekday and season. Half a million invoices take
 * no memory until a simulator loads them; `records` makes objects of an entity when it is first looked at.
 *
 * @throws {SimulatorError} SIMULATOR_INVALID_OPTIONS
 */
export function generateCompany(options: GenerateOptions = {}): Company {
  const { seed = 1, inactiveShare = 0.07, realmId = defaultRealmId, name = 'Harbour Road Supply' } = options
  const counts = {
    customers: options.customers ?? 200,
    items: options.items ?? 50,
    invoices: options.invoices ?? 1000,
  }
  const fromMs = dayOf(options.from ?? '2022-01-01')
  const toMs = dayOf(options.to ?? '2025-01-01')
  const bookCounts = resolveBookCounts(options.books ?? false, counts.invoices)
  check({ ...counts, ...bookCounts }, fromMs, toMs, options.lastTenth)
  const latestMs = Math.floor(((options.nowMs ?? Date.now()) - quietDays * dayMs) / 1000) * 1000
  const span = { fromMs, toMs, latestMs, seed, inactiveShare }
  const customers = generateCustomers({ ...span, count: counts.customers })
  const items = generateItems({
    ...span,
    count: counts.items,
    hasBooks: bookCounts !== undefined,
    keepsStock: bookCounts?.inventoryAdjustments !== 0,
  })
  const moments = buildTransactionMoments(counts.invoices, seed, { ...span, lastTenth: options.lastTenth })
  const invoices = { seed, moments, customers, items, latestMs }
  const books = { ...span, lastTenth: options.lastTenth, customers, items, invoices }
  const texts = {
    Customer: () => customers.map(({ text }) => text),
    Item: () => items.map(({ text }) => text),
    Invoice: () => generateInvoices(invoices),
    ...(bookCounts === undefined ? {} : generateBooks({ ...books, counts: bookCounts })),
  }
  const records = buildLazyRecords(texts)
  setRecordTexts(records, texts)
  return { realmId, name, records }
}

function check(
  counts: Readonly<Record<string, number>>,
  fromMs: number,
  toMs: number,
  lastTenth: number | undefined,
): void {
  for (const [what, count] of Object.entries(counts)) {
    if (!Number.isInteger(count) || count < 0) throw invalid(`${what} must be a whole number, not ${count}`)
  }
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) throw invalid('from and to must be dates, YYYY-MM-DD')
  if (fromMs >= toMs) throw invalid('from must be before to')
  if (lastTenth !== undefined && !(lastTenth >= 0 && lastTenth <= 1))
    throw invalid(`lastTenth must be from 0 to 1, not ${lastTenth}`)
  const some = (...names: string[]): boolean => names.some((name) => (counts[name] ?? 0) > 0)
  const hasParts = counts['customers']! > 0 && counts['items']! > 0
  if (some('invoices') && !hasParts) throw invalid('Invoices need at least one customer and one item')
  if (some('creditMemos', 'salesReceipts', 'refundReceipts', 'estimates') && !hasParts)
    throw invalid('Sales need at least one customer and one item')
  if (some('bills', 'vendorCredits', 'purchases') && !some('vendors'))
    throw invalid('Purchases need at least one vendor')
}

function buildLazyRecords(texts: Readonly<Record<string, () => Iterable<RecordText>>>): Company['records'] {
  const records: Record<string, readonly QboRecord[]> = {}
  for (const [entity, build] of Object.entries(texts)) {
    let parsed: readonly QboRecord[] | undefined
    Object.defineProperty(records, entity, {
      enumerable: true,
      get: () => (parsed ??= Object.freeze(Array.from(build(), ({ text }) => JSON.parse(text) as QboRecord))),
    })
  }
  return records
}

function invalid(message: string): SimulatorError {
  return new SimulatorError('SIMULATOR_INVALID_OPTIONS', message)
}

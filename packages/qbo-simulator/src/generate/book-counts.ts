/** How many a company with books has of each. Payments and bill payments follow from the invoices and bills. */
export interface BookCounts {
  /** @defaultValue 60 */
  readonly vendors?: number
  /** Those of the vendors that are paid in euros; with any, the company has switched on several currencies. @defaultValue 0 */
  readonly foreignVendors?: number
  /** @defaultValue 0.35 for each invoice, as each of the following is a share of the invoices */
  readonly bills?: number
  /** @defaultValue 0.02 */
  readonly vendorCredits?: number
  /** Paid in cash, by check or by credit card. @defaultValue 0.4 */
  readonly purchases?: number
  /** @defaultValue 0.04 */
  readonly creditMemos?: number
  /** @defaultValue 0.15 */
  readonly salesReceipts?: number
  /** @defaultValue 0.02 */
  readonly refundReceipts?: number
  /** They are not booked. @defaultValue 0.12 */
  readonly estimates?: number
  /** @defaultValue 0.15 */
  readonly deposits?: number
  /** @defaultValue 0.03 */
  readonly transfers?: number
  /** @defaultValue 0.03 */
  readonly journalEntries?: number
  /** None: the company keeps no stock, so that no cost of goods is booked that no record says. @defaultValue 0.01 */
  readonly inventoryAdjustments?: number
  /** @defaultValue 0.01 */
  readonly taxPayments?: number
}

const shares = {
  bills: 0.35,
  vendorCredits: 0.02,
  purchases: 0.4,
  creditMemos: 0.04,
  salesReceipts: 0.15,
  refundReceipts: 0.02,
  estimates: 0.12,
  deposits: 0.15,
  transfers: 0.03,
  journalEntries: 0.03,
  inventoryAdjustments: 0.01,
  taxPayments: 0.01,
} as const satisfies Omit<Required<BookCounts>, 'vendors' | 'foreignVendors'>

/** Fills in what is not said; undefined for a company without books. */
export function resolveBookCounts(
  books: boolean | BookCounts,
  invoices: number,
): Required<BookCounts> | undefined {
  if (books === false) return undefined
  const byShare = Object.fromEntries(
    Object.entries(shares).map(([name, share]) => [name, Math.ceil(invoices * share)]),
  ) as Omit<Required<BookCounts>, 'vendors' | 'foreignVendors'>
  return { vendors: 60, foreignVendors: 0, ...byShare, ...(books === true ? {} : books) }
}

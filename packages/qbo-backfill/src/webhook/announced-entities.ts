/** Entities that Intuit sends webhooks of (developer.intuit.com, configure webhooks): of others silence means nothing. */
const names = `Account Bill BillPayment Budget Class CompanyCurrency CreditMemo Customer Department Deposit Employee
  Estimate Invoice Item JournalCode JournalEntry Payment PaymentMethod Preferences Purchase PurchaseOrder RefundReceipt
  SalesReceipt TaxAgency Term TimeActivity Transfer Vendor VendorCredit`

export const announcedEntities: ReadonlySet<string> = new Set(names.split(/\s+/u))

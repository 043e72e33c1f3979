import { SinkError } from './sink-error.js'

const tables = {
  Account: 'qb_accounts',
  Attachable: 'qb_attachables',
  Bill: 'qb_bills',
  BillPayment: 'qb_bill_payments',
  Budget: 'qb_budgets',
  Class: 'qb_classes',
  CompanyCurrency: 'qb_company_currencies',
  CompanyInfo: 'qb_company_info',
  CreditCardPayment: 'qb_credit_card_payments',
  CreditMemo: 'qb_credit_memos',
  Customer: 'qb_customers',
  CustomerType: 'qb_customer_types',
  Department: 'qb_departments',
  Deposit: 'qb_deposits',
  Employee: 'qb_employees',
  Estimate: 'qb_estimates',
  ExchangeRate: 'qb_exchange_rates',
  InventoryAdjustment: 'qb_inventory_adjustments',
  Invoice: 'qb_invoices',
  Item: 'qb_items',
  JournalCode: 'qb_journal_codes',
  JournalEntry: 'qb_journal_entries',
  Payment: 'qb_payments',
  PaymentMethod: 'qb_payment_methods',
  Preferences: 'qb_preferences',
  Purchase: 'qb_purchases',
  PurchaseOrder: 'qb_purchase_orders',
  RecurringTransaction: 'qb_recurring_transactions',
  RefundReceipt: 'qb_refund_receipts',
  ReimburseCharge: 'qb_reimburse_charges',
  SalesReceipt: 'qb_sales_receipts',
  TaxAgency: 'qb_tax_agencies',
  TaxClassification: 'qb_tax_classifications',
  TaxCode: 'qb_tax_codes',
  TaxPayment: 'qb_tax_payments',
  TaxRate: 'qb_tax_rates',
  Term: 'qb_terms',
  TimeActivity: 'qb_time_activities',
  Transfer: 'qb_transfers',
  Vendor: 'qb_vendors',
  VendorCredit: 'qb_vendor_credits',
} as const

/**
 * Every entity that QuickBooks Online lets one query, and its table. Written out, not derived: plurals are
 * irregular, and a table's name must never move because a rule did. qbo-backfill compares this list with the
 * client's.
 */
export const entityTables: Readonly<typeof tables> = Object.freeze(tables)

/** QuickBooks' own name of an entity that has a table: `Invoice`. */
export type SinkEntity = keyof typeof entityTables

/** The table of an entity: `qb_invoices`. */
export type RawTableName = (typeof entityTables)[SinkEntity]

/** The table of an entity. @throws {SinkError} SINK_INVALID_OPTIONS for a name that is none. */
export function tableName(entity: string): string {
  const table = Object.hasOwn(entityTables, entity) ? entityTables[entity as SinkEntity] : undefined
  if (table === undefined) {
    throw new SinkError(
      'SINK_INVALID_OPTIONS',
      `No table for the entity ${JSON.stringify(entity)}. Names are QuickBooks' own, such as Invoice or SalesReceipt.`,
    )
  }
  return table
}

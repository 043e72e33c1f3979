/** Every entity that QuickBooks Online lets one query. */
export type EntityName =
  | 'Account'
  | 'Attachable'
  | 'Bill'
  | 'BillPayment'
  | 'Budget'
  | 'Class'
  | 'CompanyCurrency'
  | 'CompanyInfo'
  | 'CreditCardPayment'
  | 'CreditMemo'
  | 'Customer'
  | 'CustomerType'
  | 'Department'
  | 'Deposit'
  | 'Employee'
  | 'Estimate'
  | 'ExchangeRate'
  | 'Invoice'
  | 'Item'
  | 'JournalCode'
  | 'JournalEntry'
  | 'Payment'
  | 'PaymentMethod'
  | 'Preferences'
  | 'Purchase'
  | 'PurchaseOrder'
  | 'RecurringTransaction'
  | 'RefundReceipt'
  | 'ReimburseCharge'
  | 'SalesReceipt'
  | 'TaxAgency'
  | 'TaxClassification'
  | 'TaxCode'
  | 'TaxRate'
  | 'Term'
  | 'TimeActivity'
  | 'Transfer'
  | 'Vendor'
  | 'VendorCredit'

/** What one must know of an entity to read it. */
export interface EntityDefinition {
  readonly name: EntityName
  /** Plural in snake_case, as tables and file names use it. */
  readonly plural: string
  /**
   * How its history is read: *transaction* by TxnDate, *list* by CreateTime and LastUpdatedTime, *full* whole
   * (no time filter that works), *singleton* one record.
   */
  readonly strategy: 'transaction' | 'list' | 'full' | 'singleton'
  /** Inactive rows are hidden unless the statement says `Active IN (true, false)`; elsewhere that clause is a fault. */
  readonly hasActive: boolean
  /** Whether `MetaData.CreateTime` and `MetaData.LastUpdatedTime` can be filtered and ordered by. */
  readonly hasMetaData: boolean
  /** Whether change data capture knows it. */
  readonly cdc: boolean
  /** The key of its array in the answer. */
  readonly envelopeKey: string
  /**
   * Where the parts of its identity are in a record; `*` stands for the only key of a wrapper. One path, except
   * for the entities that have no Id of their own.
   */
  readonly idPath: readonly (readonly string[])[]
}

const ownId = [['Id']] as const

function transaction(name: EntityName, plural: string, more?: Partial<EntityDefinition>): EntityDefinition {
  return define(name, plural, { strategy: 'transaction', ...more })
}

function list(name: EntityName, plural: string, more?: Partial<EntityDefinition>): EntityDefinition {
  return define(name, plural, { strategy: 'list', hasActive: true, ...more })
}

function full(name: EntityName, plural: string, more?: Partial<EntityDefinition>): EntityDefinition {
  return define(name, plural, { strategy: 'full', hasMetaData: false, cdc: false, ...more })
}

function define(name: EntityName, plural: string, more: Partial<EntityDefinition>): EntityDefinition {
  return Object.freeze({
    name,
    plural,
    strategy: 'full',
    hasActive: false,
    hasMetaData: true,
    cdc: true,
    envelopeKey: name,
    idPath: ownId,
    ...more,
  })
}

/**
 * The one table of entities (reference: queryable lists of node-quickbooks, tap-quickbooks and Airbyte, and
 * Intuit's CDC page for the entities that CDC does not know).
 */
export const entities: readonly EntityDefinition[] = Object.freeze([
  transaction('Bill', 'bills'),
  transaction('BillPayment', 'bill_payments'),
  // It is asked for by one name and answered under another.
  transaction('CreditCardPayment', 'credit_card_payments', { envelopeKey: 'CreditCardPaymentTxn' }),
  transaction('CreditMemo', 'credit_memos'),
  transaction('Deposit', 'deposits'),
  transaction('Estimate', 'estimates'),
  transaction('Invoice', 'invoices'),
  transaction('JournalEntry', 'journal_entries'),
  transaction('Payment', 'payments'),
  transaction('Purchase', 'purchases'),
  transaction('PurchaseOrder', 'purchase_orders'),
  transaction('RefundReceipt', 'refund_receipts'),
  transaction('ReimburseCharge', 'reimburse_charges', { cdc: false }),
  transaction('SalesReceipt', 'sales_receipts'),
  transaction('TimeActivity', 'time_activities', { cdc: false }),
  transaction('Transfer', 'transfers'),
  transaction('VendorCredit', 'vendor_credits'),
  list('Account', 'accounts'),
  list('Attachable', 'attachables', { hasActive: false }),
  list('Budget', 'budgets'),
  list('Class', 'classes'),
  list('CompanyCurrency', 'company_currencies'),
  list('Customer', 'customers'),
  list('CustomerType', 'customer_types', { hasActive: false }),
  list('Department', 'departments'),
  list('Employee', 'employees'),
  list('Item', 'items'),
  list('JournalCode', 'journal_codes', { hasActive: false, cdc: false }),
  list('PaymentMethod', 'payment_methods'),
  list('Term', 'terms'),
  list('Vendor', 'vendors'),
  full('ExchangeRate', 'exchange_rates', {
    idPath: [['SourceCurrencyCode'], ['TargetCurrencyCode'], ['AsOfDate']],
  }),
  // Each row wraps the template: {"Invoice": {...}}.
  full('RecurringTransaction', 'recurring_transactions', { idPath: [['*', 'Id']] }),
  full('TaxAgency', 'tax_agencies'),
  full('TaxClassification', 'tax_classifications'),
  full('TaxCode', 'tax_codes', { hasActive: true }),
  full('TaxRate', 'tax_rates', { hasActive: true }),
  full('CompanyInfo', 'company_info', { strategy: 'singleton' }),
  full('Preferences', 'preferences', { strategy: 'singleton' }),
])

const byFoldedName: ReadonlyMap<string, EntityDefinition> = new Map(
  entities.flatMap((entity) =>
    [entity.name, entity.plural, entity.envelopeKey].map((name) => [foldName(name), entity] as const),
  ),
)

function foldName(name: string): string {
  return name.replaceAll(/[\s_-]/g, '').toLowerCase()
}

/** Finds an entity by its name in any case, singular or plural: `Invoice`, `invoices`, `sales_receipts`. */
export function findEntity(name: string): EntityDefinition | undefined {
  return byFoldedName.get(foldName(name))
}

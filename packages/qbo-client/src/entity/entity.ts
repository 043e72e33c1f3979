import type { EntityName, EntityPlural, EntityPlurals } from '../entity-name.js'

/** What one must know of an entity to read it. */
export interface EntityDefinition {
  /** QuickBooks' own name, as statements and answers use it. */
  readonly name: EntityName
  /** Plural in snake_case, as tables and file names use it. */
  readonly plural: EntityPlural
  /**
   * How its history is read: *transaction* by TxnDate, *list* by CreateTime and LastUpdatedTime, *full* whole
   * (no time filter that works), *singleton* one record.
   */
  readonly strategy: 'transaction' | 'list' | 'full' | 'singleton'
  /** The field with the day that a transaction is booked on; a transaction that is read whole has one too. */
  readonly dateField?: 'TxnDate' | 'PaymentDate' | undefined
  /** Inactive rows are hidden unless the statement says `Active IN (true, false)`; elsewhere that clause is a fault. */
  readonly hasActive: boolean
  /**
   * Sources do not agree on Active: where QuickBooks refuses the clause it is asked without, and a COUNT through one filter
   * alone proves nothing, see `activeClause`.
   */
  readonly activeIsDoubtful: boolean
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

type More = Partial<Omit<EntityDefinition, 'name' | 'plural'>>

function transaction<E extends EntityName>(name: E, plural: EntityPlurals[E], more?: More): EntityDefinition {
  return define(name, plural, { strategy: 'transaction', dateField: 'TxnDate', ...more })
}

function list<E extends EntityName>(name: E, plural: EntityPlurals[E], more?: More): EntityDefinition {
  return define(name, plural, { strategy: 'list', hasActive: true, ...more })
}

function full<E extends EntityName>(name: E, plural: EntityPlurals[E], more?: More): EntityDefinition {
  return define(name, plural, { strategy: 'full', hasMetaData: false, cdc: false, ...more })
}

function define(name: EntityName, plural: EntityPlural, more: More): EntityDefinition {
  return Object.freeze({
    name,
    plural,
    strategy: 'full',
    hasActive: false,
    activeIsDoubtful: false,
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
  // Plus and Advanced in the US only. No list of what CDC knows names it, and one name too many fails a whole CDC call.
  transaction('InventoryAdjustment', 'inventory_adjustments', { cdc: false }),
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
  list('CompanyCurrency', 'company_currencies', { activeIsDoubtful: true }),
  list('Customer', 'customers'),
  // Absent from the lists of those who say the clause, filterable in CData's and hidden when it is false.
  list('CustomerType', 'customer_types', { activeIsDoubtful: true }),
  list('Department', 'departments'),
  list('Employee', 'employees'),
  list('Item', 'items'),
  list('JournalCode', 'journal_codes', { activeIsDoubtful: true, cdc: false }),
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
  // Their default shows inactive ones too, one report says (qbo_api#111); production code says the clause.
  full('TaxCode', 'tax_codes', { hasActive: true, activeIsDoubtful: true }),
  full('TaxRate', 'tax_rates', { hasActive: true, activeIsDoubtful: true }),
  // A transaction dated by PaymentDate, which no filter is known to take (ComponentOne's list of filterable fields).
  // A company has a few a year: where all are read, none is missing from a range.
  full('TaxPayment', 'tax_payments', { dateField: 'PaymentDate' }),
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

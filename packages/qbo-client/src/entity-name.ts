/** QuickBooks' own name of an entity: every one that QuickBooks Online lets one query. */
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
  | 'InventoryAdjustment'
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
  | 'TaxPayment'
  | 'TaxRate'
  | 'Term'
  | 'TimeActivity'
  | 'Transfer'
  | 'Vendor'
  | 'VendorCredit'

/** Every entity that QuickBooks Online lets one query, and its plural in snake_case, as tables and file names use it. */
export interface EntityPlurals extends Readonly<Record<EntityName, string>> {
  /** The chart of accounts. */
  readonly Account: 'accounts'
  /** Notes and files attached to other records; what is in the files is not read. */
  readonly Attachable: 'attachables'
  /** What vendors ask the company to pay. */
  readonly Bill: 'bills'
  /** Payments of bills. */
  readonly BillPayment: 'bill_payments'
  /** Budgets by account and period. */
  readonly Budget: 'budgets'
  /** Classes that transactions are sorted by. */
  readonly Class: 'classes'
  /** Currencies that the company uses beside its own. */
  readonly CompanyCurrency: 'company_currencies'
  /** The company itself: one record. */
  readonly CompanyInfo: 'company_info'
  /** Payments of a credit card's balance. */
  readonly CreditCardPayment: 'credit_card_payments'
  /** Credits given to customers. */
  readonly CreditMemo: 'credit_memos'
  /** Customers and their jobs. */
  readonly Customer: 'customers'
  /** Types that customers are sorted by. */
  readonly CustomerType: 'customer_types'
  /** Locations, as QuickBooks shows them. */
  readonly Department: 'departments'
  /** Money put into bank accounts. */
  readonly Deposit: 'deposits'
  /** Employees, with what the company has of their addresses. */
  readonly Employee: 'employees'
  /** Offers to customers. */
  readonly Estimate: 'estimates'
  /** Exchange rates, by pair of currencies and day; they have no Id of their own. */
  readonly ExchangeRate: 'exchange_rates'
  /** Corrections of the stock. */
  readonly InventoryAdjustment: 'inventory_adjustments'
  /** What customers are asked to pay. */
  readonly Invoice: 'invoices'
  /** Products, services and categories. */
  readonly Item: 'items'
  /** Journal codes, which France asks for. */
  readonly JournalCode: 'journal_codes'
  /** Bookings by hand. */
  readonly JournalEntry: 'journal_entries'
  /** Payments received from customers. */
  readonly Payment: 'payments'
  /** Ways of paying. */
  readonly PaymentMethod: 'payment_methods'
  /** The company's settings: one record. */
  readonly Preferences: 'preferences'
  /** Expenses: cash, checks and credit card charges. */
  readonly Purchase: 'purchases'
  /** Orders to vendors. */
  readonly PurchaseOrder: 'purchase_orders'
  /** Templates that transactions are made from again and again. */
  readonly RecurringTransaction: 'recurring_transactions'
  /** Money given back to customers. */
  readonly RefundReceipt: 'refund_receipts'
  /** Expenses that a customer is to pay back. */
  readonly ReimburseCharge: 'reimburse_charges'
  /** Sales that are paid at once. */
  readonly SalesReceipt: 'sales_receipts'
  /** Authorities that taxes are paid to. */
  readonly TaxAgency: 'tax_agencies'
  /** Classes of goods by how they are taxed. */
  readonly TaxClassification: 'tax_classifications'
  /** Codes that lines are taxed by. */
  readonly TaxCode: 'tax_codes'
  /** Payments of taxes, and refunds. */
  readonly TaxPayment: 'tax_payments'
  /** Rates that tax codes are made of. */
  readonly TaxRate: 'tax_rates'
  /** Terms of payment. */
  readonly Term: 'terms'
  /** Hours worked. */
  readonly TimeActivity: 'time_activities'
  /** Money moved between the company's own accounts. */
  readonly Transfer: 'transfers'
  /** Vendors. */
  readonly Vendor: 'vendors'
  /** Credits received from vendors. */
  readonly VendorCredit: 'vendor_credits'
}

/** The plural of an entity in snake_case: `sales_receipts`. */
export type EntityPlural = EntityPlurals[EntityName]

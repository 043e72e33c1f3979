import type { EntityName } from '../entity-name.js'

/** What a field holds; it decides which operators QuickBooks takes. */
export type FieldKind = 'id' | 'text' | 'number' | 'date' | 'instant' | 'boolean'

type Own<F extends string, K extends FieldKind> = Readonly<Record<F, K>>
type Times = Own<'MetaData.CreateTime' | 'MetaData.LastUpdatedTime', 'instant'>
type Listed = Own<'Id', 'id'> & Times
type Active = Listed & Own<'Active', 'boolean'>
type Named = Active & Own<'Name', 'text'>
type Nested = Named & Own<'FullyQualifiedName', 'text'>
type Person = Active &
  Own<'DisplayName' | 'GivenName' | 'MiddleName' | 'FamilyName' | 'PrintOnCheckName', 'text'>
type Party = Person & Own<'CompanyName', 'text'> & Own<'Balance', 'number'>
type Txn = Listed & Own<'TxnDate', 'date'>
type Numbered = Txn & Own<'DocNumber', 'text'> & Own<'TotalAmt', 'number'>
type Owed = Numbered & Own<'Balance', 'number'>
/** No filter by time works on these: seen in the field, and told nowhere. */
type Timeless = Own<'Id', 'id'>

/**
 * What each entity can be filtered and ordered by: what Intuit's reference of the entity calls filterable or sortable.
 * References and lines are absent on purpose: they are refused with 4001 (quickbooks-mcp#8). A field that is missing here can still be asked for by `query()`.
 */
export interface EntityFields {
  readonly Account: Nested &
    Own<'Classification' | 'AccountType' | 'AccountSubType', 'text'> &
    Own<'CurrentBalance', 'number'> &
    Own<'SubAccount', 'boolean'>
  readonly Attachable: Listed & Own<'FileName' | 'Note', 'text'>
  readonly Bill: Owed & Own<'DueDate', 'date'>
  readonly BillPayment: Numbered & Own<'PayType', 'text'>
  readonly Budget: Named & Own<'BudgetType', 'text'> & Own<'StartDate' | 'EndDate', 'date'>
  readonly Class: Nested
  readonly CompanyCurrency: Named & Own<'Code', 'text'>
  readonly CompanyInfo: Timeless
  readonly CreditCardPayment: Txn & Own<'Amount', 'number'>
  readonly CreditMemo: Owed & Own<'RemainingCredit', 'number'>
  readonly Customer: Party & Own<'FullyQualifiedName', 'text'> & Own<'Job' | 'Taxable', 'boolean'>
  readonly CustomerType: Named
  readonly Department: Nested
  readonly Deposit: Numbered
  readonly Employee: Person
  readonly Estimate: Numbered & Own<'ExpirationDate', 'date'> & Own<'TxnStatus', 'text'>
  readonly ExchangeRate: Own<'SourceCurrencyCode' | 'TargetCurrencyCode', 'text'> & Own<'AsOfDate', 'date'>
  readonly InventoryAdjustment: Txn & Own<'DocNumber', 'text'>
  readonly Invoice: Owed & Own<'DueDate', 'date'>
  readonly Item: Nested & Own<'Type' | 'Sku', 'text'> & Own<'UnitPrice' | 'QtyOnHand', 'number'>
  readonly JournalCode: Named & Own<'Type', 'text'>
  readonly JournalEntry: Numbered
  readonly Payment: Txn & Own<'TotalAmt' | 'UnappliedAmt', 'number'> & Own<'PaymentRefNum', 'text'>
  readonly PaymentMethod: Named & Own<'Type', 'text'>
  readonly Preferences: Timeless
  readonly Purchase: Numbered & Own<'PaymentType', 'text'>
  readonly PurchaseOrder: Numbered & Own<'POStatus', 'text'>
  readonly RecurringTransaction: Timeless
  readonly RefundReceipt: Owed
  readonly ReimburseCharge: Txn & Own<'Amount', 'number'>
  readonly SalesReceipt: Owed
  readonly TaxAgency: Timeless & Own<'DisplayName', 'text'>
  readonly TaxClassification: Timeless & Own<'Name' | 'Code', 'text'> & Own<'Level', 'number'>
  readonly TaxCode: Timeless & Own<'Active', 'boolean'> & Own<'Name', 'text'>
  readonly TaxPayment: Timeless
  readonly TaxRate: Timeless & Own<'Active', 'boolean'> & Own<'Name', 'text'>
  readonly Term: Named & Own<'DueDays', 'number'>
  readonly TimeActivity: Txn & Own<'NameOf' | 'BillableStatus', 'text'>
  readonly Transfer: Txn & Own<'Amount', 'number'>
  readonly Vendor: Party
  readonly VendorCredit: Owed
}

/** The fields that an entity can be filtered and ordered by. */
export type FieldOf<E extends EntityName> = keyof EntityFields[E] & string

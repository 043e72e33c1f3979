import { buildEntityType, type EntitySpec, type EntityType } from './entity-type.js'

const transaction = (...properties: string[]): EntitySpec => ({
  kind: 'transaction',
  properties: ['TxnDate:date', ...properties],
})
const list = (order: string, ...properties: string[]): EntitySpec => ({
  kind: 'list',
  order,
  properties: [order, ...properties],
})
const activeList = (order: string, ...properties: string[]): EntitySpec => ({
  ...list(order, ...properties),
  active: true,
})
const person = ['GivenName', 'MiddleName', 'FamilyName', 'CompanyName', 'PrintOnCheckName', 'Balance:number']

/**
 * Every entity that can be queried and what it can be filtered and sorted by. Reference fields and lines
 * are absent on purpose: QuickBooks refuses them with 4001.
 */
const specs: Readonly<Record<string, EntitySpec>> = {
  Bill: transaction('DocNumber', 'TotalAmt:number', 'Balance:number', 'DueDate:date'),
  BillPayment: transaction('DocNumber', 'TotalAmt:number', 'PayType'),
  CreditCardPayment: transaction('Amount:number'),
  CreditMemo: transaction('DocNumber', 'TotalAmt:number', 'Balance:number', 'RemainingCredit:number'),
  Deposit: transaction('DocNumber', 'TotalAmt:number'),
  Estimate: transaction('DocNumber', 'TotalAmt:number', 'ExpirationDate:date', 'TxnStatus'),
  InventoryAdjustment: transaction('DocNumber'),
  Invoice: transaction('DocNumber', 'TotalAmt:number', 'Balance:number', 'DueDate:date'),
  JournalEntry: transaction('DocNumber', 'TotalAmt:number'),
  Payment: transaction('TotalAmt:number', 'UnappliedAmt:number', 'PaymentRefNum'),
  Purchase: transaction('DocNumber', 'TotalAmt:number', 'PaymentType'),
  PurchaseOrder: transaction('DocNumber', 'TotalAmt:number', 'POStatus'),
  RecurringTransaction: { kind: 'transaction', properties: [] },
  RefundReceipt: transaction('DocNumber', 'TotalAmt:number', 'Balance:number'),
  ReimburseCharge: transaction('Amount:number'),
  SalesReceipt: transaction('DocNumber', 'TotalAmt:number', 'Balance:number'),
  // It has no TxnDate.
  TaxPayment: {
    kind: 'transaction',
    properties: ['PaymentDate:date', 'PaymentAmount:number', 'Refund:boolean'],
  },
  TimeActivity: transaction('NameOf', 'BillableStatus'),
  Transfer: transaction('Amount:number'),
  VendorCredit: transaction('DocNumber', 'TotalAmt:number', 'Balance:number'),

  Account: activeList(
    'Name',
    'FullyQualifiedName',
    'Classification',
    'AccountType',
    'AccountSubType',
    'CurrentBalance:number',
    'SubAccount:boolean',
  ),
  Budget: activeList('Name', 'StartDate:date', 'EndDate:date', 'BudgetType'),
  Class: activeList('Name', 'FullyQualifiedName'),
  CompanyCurrency: activeList('Code', 'Name'),
  Customer: activeList('FullyQualifiedName', 'DisplayName', ...person, 'Job:boolean', 'Taxable:boolean'),
  Department: activeList('Name', 'FullyQualifiedName'),
  Employee: activeList('DisplayName', ...person),
  Item: activeList('Name', 'FullyQualifiedName', 'Type', 'Sku', 'UnitPrice:number', 'QtyOnHand:number'),
  PaymentMethod: activeList('Name', 'Type'),
  TaxCode: activeList('Name'),
  TaxRate: activeList('Name'),
  Term: activeList('Name', 'DueDays:number'),
  Vendor: activeList('DisplayName', ...person),
  Attachable: list('FileName', 'Note'),
  CustomerType: activeList('Name'),
  JournalCode: list('Name', 'Type'),
  TaxAgency: list('DisplayName'),
  TaxClassification: list('Name', 'Code', 'Level:number'),
  ExchangeRate: list('SourceCurrencyCode', 'TargetCurrencyCode', 'AsOfDate:date', 'Rate:number'),

  CompanyInfo: { kind: 'singleton', properties: ['CompanyName'], order: 'CompanyName' },
  Preferences: { kind: 'singleton', properties: [], order: 'Id' },
}

/** Entity types by name, in the table's order. */
export const entityTypes: ReadonlyMap<string, EntityType> = new Map(
  Object.entries(specs).map(([name, spec]) => [name, buildEntityType(name, spec)]),
)

const byLowerCase = new Map([...entityTypes.values()].map((type) => [type.name.toLowerCase(), type]))

/** The entity of a name in any case (Intuit, "Data queries": entity names are case-insensitive). */
export function findEntityType(name: string): EntityType | undefined {
  return byLowerCase.get(name.toLowerCase())
}

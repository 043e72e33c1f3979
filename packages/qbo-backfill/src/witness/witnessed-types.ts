import type { EntityName, TransactionType } from 'qbo-client'

/** How QuickBooks' report TransactionList shows an entity. */
export interface WitnessedTypes {
  /** Values of its filter; a purchase is of one of four. */
  readonly types: readonly TransactionType[]
  /** Whether its amount is the record's total; else only Ids are compared. */
  readonly hasTotal: boolean
}

function total(...types: TransactionType[]): WitnessedTypes {
  return { types, hasTotal: true }
}

function idsOnly(type: TransactionType): WitnessedTypes {
  return { types: [type], hasTotal: false }
}

const witnessed: Readonly<Partial<Record<EntityName, WitnessedTypes>>> = {
  Bill: total('Bill'),
  BillPayment: total('BillPaymentCheck', 'BillPaymentCreditCard'),
  CreditMemo: total('CreditMemo'),
  Deposit: idsOnly('Deposit'),
  Estimate: total('Estimate'),
  Invoice: total('Invoice'),
  JournalEntry: idsOnly('JournalEntry'),
  Payment: total('ReceivePayment'),
  Purchase: total('CashPurchase', 'Check', 'CreditCardCharge', 'CreditCardCredit'),
  PurchaseOrder: total('PurchaseOrder'),
  RefundReceipt: total('CreditRefund'),
  SalesReceipt: total('SalesReceipt'),
  Transfer: idsOnly('Transfer'),
  VendorCredit: total('VendorCredit'),
}

/**
 * What witnesses an entity. Undefined for lists, and for what no type of the report is known to show one to one:
 * TimeActivity, ReimburseCharge, CreditCardPayment, InventoryAdjustment, TaxPayment.
 */
export function witnessedTypes(entity: string): WitnessedTypes | undefined {
  return witnessed[entity as EntityName]
}

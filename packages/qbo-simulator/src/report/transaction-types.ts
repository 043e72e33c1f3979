import type { QboRecord } from '../entity/record.js'

/** What the reports call a kind of transaction, and which records are of that kind. */
export interface TransactionKind {
  /** The value of `transaction_type`. */
  readonly type: string
  readonly entity: string
  /** As a report in English prints it. */
  readonly label: string
  readonly holds: (record: QboRecord) => boolean
}

const every = (): boolean => true

function kind(
  type: string,
  entity: string,
  label: string,
  holds = every as TransactionKind['holds'],
): TransactionKind {
  return { type, entity, label, holds }
}

const isCredit: TransactionKind['holds'] = ({ Credit }) => Credit === true
const isPaidBy =
  (field: 'PaymentType' | 'PayType', value: string): TransactionKind['holds'] =>
  (record) =>
    record[field] === value
const isCard = isPaidBy('PaymentType', 'CreditCard')

/** Every kind that reports know here. Purchase and BillPayment have several: a record is of the first that holds it. */
export const transactionKinds: readonly TransactionKind[] = [
  kind('Bill', 'Bill', 'Bill'),
  kind(
    'BillPaymentCreditCard',
    'BillPayment',
    'Bill Payment (Credit Card)',
    isPaidBy('PayType', 'CreditCard'),
  ),
  kind('BillPaymentCheck', 'BillPayment', 'Bill Payment (Check)'),
  kind('Check', 'Purchase', 'Check', isPaidBy('PaymentType', 'Check')),
  kind('CreditCardCredit', 'Purchase', 'Credit Card Credit', (one) => isCard(one) && isCredit(one)),
  kind('CreditCardCharge', 'Purchase', 'Expense', isCard),
  kind('CashPurchase', 'Purchase', 'Cash Expense'),
  kind('CreditCardPayment', 'CreditCardPayment', 'Credit Card Payment'),
  kind('CreditMemo', 'CreditMemo', 'Credit Memo'),
  kind('CreditRefund', 'RefundReceipt', 'Refund'),
  kind('Deposit', 'Deposit', 'Deposit'),
  kind('Estimate', 'Estimate', 'Estimate'),
  kind('GlobalTaxPayment', 'TaxPayment', 'Sales Tax Payment'),
  kind('InventoryQuantityAdjustment', 'InventoryAdjustment', 'Inventory Qty Adjust'),
  kind('Invoice', 'Invoice', 'Invoice'),
  kind('JournalEntry', 'JournalEntry', 'Journal Entry'),
  kind('PurchaseOrder', 'PurchaseOrder', 'Purchase Order'),
  kind('ReceivePayment', 'Payment', 'Payment'),
  kind('SalesReceipt', 'SalesReceipt', 'Sales Receipt'),
  kind('TimeActivity', 'TimeActivity', 'Time Charge'),
  kind('Transfer', 'Transfer', 'Transfer'),
  kind('VendorCredit', 'VendorCredit', 'Vendor Credit'),
]

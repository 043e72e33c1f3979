/**
 * What TransactionList can be narrowed to. The label in a row is in the company's language ("Cheque"), so a transaction
 * is of the type that was asked for, never of the one that its label says.
 */
export type TransactionType =
  | 'Bill'
  | 'BillPaymentCheck'
  | 'BillPaymentCreditCard'
  | 'CashPurchase'
  | 'Check'
  | 'CreditCardCharge'
  | 'CreditCardCredit'
  | 'CreditMemo'
  | 'CreditRefund'
  | 'Deposit'
  | 'Estimate'
  | 'GlobalTaxPayment'
  | 'InventoryQuantityAdjustment'
  | 'Invoice'
  | 'JournalEntry'
  | 'PurchaseOrder'
  | 'ReceivePayment'
  | 'SalesReceipt'
  | 'TimeActivity'
  | 'Transfer'
  | 'VendorCredit'

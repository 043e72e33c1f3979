import { lines, linked, linkedIds, listed, taxLines, type FivetranTables } from './tables.js'

const common = `
  CurrencyRef:id, DepartmentRef:id, DocNumber, ExchangeRate:number, PrivateNote, total_amount=TotalAmt:number
  transaction_date=TxnDate:date`
const payable = 'payable_account_id=APAccountRef:id, VendorRef:id'
const taxed =
  'total_tax=TxnTaxDetail.TotalTax:number, tax_code_id=TxnTaxDetail.TxnTaxCodeRef.value, GlobalTaxCalculation'

const expense = (line: string): string => `
  account_expense_account_id=${line}.AccountRef.value, account_expense_billable_status=${line}.BillableStatus
  account_expense_class_id=${line}.ClassRef.value, account_expense_customer_id=${line}.CustomerRef.value
  account_expense_tax_amount=${line}.TaxAmount:number, account_expense_tax_code_id=${line}.TaxCodeRef.value`
const itemExpense = (line: string): string => `
  item_expense_billable_status=${line}.BillableStatus, item_expense_class_id=${line}.ClassRef.value
  item_expense_customer_id=${line}.CustomerRef.value, item_expense_item_id=${line}.ItemRef.value
  item_expense_quantity=${line}.Qty:number, item_expense_tax_code_id=${line}.TaxCodeRef.value
  item_expense_unit_price=${line}.UnitPrice:number`
const purchaseLine = `
  Amount:number, Description, ${expense('AccountBasedExpenseLineDetail')}
  ${itemExpense('ItemBasedExpenseLineDetail')}`

/** What is bought from vendors, and what they are paid. */
export const fivetranPurchases: FivetranTables = {
  bill: listed(
    'Bill',
    `${common}, ${payable}, Balance:number, DueDate:date, GlobalTaxCalculation, HomeBalance:number, SalesTermRef:id`,
  ),
  bill_line: lines('Bill', 'bill_id', purchaseLine),
  bill_linked_txn: linked(
    'Bill',
    'bill_id',
    'BillPayment=BillPayment|BillPaymentCheck|BillPaymentCreditCard',
  ),
  bill_payment: listed(
    'BillPayment',
    `${common}, ${payable}, check_bank_account_id=CheckPayment.BankAccountRef.value
     check_print_status=CheckPayment.PrintStatus, credit_card_account_id=CreditCardPayment.CCAccountRef.value
     PayType, ProcessBillPayment:boolean`,
  ),
  bill_payment_line: lines(
    'BillPayment',
    'bill_payment_id',
    `Amount:number, ${linkedIds(
      'LinkedTxn.0.',
      `Bill BillPaymentCreditCard Check CreditCardCharge CreditCardCredit Deposit Expense=Expense|Purchase JournalEntry
       LinkedBillPayment=BillPayment|BillPaymentCheck VendorCredit`.replaceAll(/\s+/gu, ' '),
    )}`,
  ),
  bill_tax_line_detail: taxLines('Bill', 'bill_id'),
  purchase: listed(
    'Purchase',
    `${common}, ${taxed}, AccountRef:id, Credit:boolean, customer_id=EntityRef.value?EntityRef.type=Customer
     employee_id=EntityRef.value?EntityRef.type=Employee, PaymentMethodRef:id, PaymentType, PrintStatus
     remit_to_address_id=RemitToAddr.Id, transaction_source=TxnSource
     vendor_id=EntityRef.value?EntityRef.type=Vendor`,
  ),
  purchase_line: lines('Purchase', 'purchase_id', purchaseLine),
  purchase_tax_line: taxLines('Purchase', 'purchase_id'),
  purchase_order: listed(
    'PurchaseOrder',
    `ClassRef:id, CurrencyRef:id, custom_customer_type=CustomField{Customer Type}
     custom_po_number=CustomField{P.O. Number}, DocNumber, DueDate:date, ExchangeRate:number, Memo, ${payable}
     PrivateNote, SalesTermRef:id, shipping_address_id=ShipAddr.Id, status=POStatus, ${taxed}
     total_amount=TotalAmt:number, transaction_date=TxnDate:date, vendor_address_id=VendorAddr.Id`,
  ),
  purchase_order_line: lines('PurchaseOrder', 'purchase_order_id', purchaseLine),
  purchase_order_linked_txn: linked('PurchaseOrder', 'purchase_order_id', 'Bill Purchase VendorCredit'),
  vendor_credit: listed('VendorCredit', `${common}, ${payable}, Balance:number, GlobalTaxCalculation`),
  vendor_credit_line: lines('VendorCredit', 'vendor_credit_id', `${purchaseLine}, private_note=-`),
}

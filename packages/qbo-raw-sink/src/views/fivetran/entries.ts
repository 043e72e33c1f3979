import { lines, linkedIds, listed, taxLines, type FivetranTables } from './tables.js'

const common = `
  CurrencyRef:id, ExchangeRate:number, PrivateNote, total_amount=TotalAmt:number, transaction_date=TxnDate:date`

/** What moves money between the company's own accounts. */
export const fivetranEntries: FivetranTables = {
  credit_card_payment_txn: listed(
    'CreditCardPayment',
    `Amount:number, BankAccountRef:id, CreditCardAccountRef:id, CurrencyRef:id, ExchangeRate:number
     transaction_date=TxnDate:date`,
  ),
  deposit: listed(
    'Deposit',
    `${common}, DepartmentRef:id, account_id=DepositToAccountRef:id, cash_back_account_id=CashBack.AccountRef.value
     cash_back_amount=CashBack.Amount:number, cash_back_memo=CashBack.Memo, GlobalTaxCalculation
     home_total_amount=HomeTotalAmt:number, transaction_source=TxnSource, transaction_status=TxnStatus`,
  ),
  deposit_line: lines(
    'Deposit',
    'deposit_id',
    `Amount:number, deposit_account_id=DepositLineDetail.AccountRef.value
     deposit_check_number=DepositLineDetail.CheckNum, deposit_class_id=DepositLineDetail.ClassRef.value
     deposit_customer_id=DepositLineDetail.Entity.value
     deposit_payment_method_id=DepositLineDetail.PaymentMethodRef.value
     deposit_tax_applicable_on=DepositLineDetail.TaxApplicableOn
     deposit_tax_code_id=DepositLineDetail.TaxCodeRef.value, deposit_transaction_type=DepositLineDetail.TxnType
     Description, DetailType, ${linkedIds(
       'LinkedTxn.0.',
       'Bill Expense Invoice JournalEntry Payment Purchase RefundReceipt SalesReceipt Transfer VendorCredit',
     )}`,
  ),
  deposit_tax_line_detail: taxLines('Deposit', 'deposit_id'),
  journal_entry: listed(
    'JournalEntry',
    `${common}, Adjustment:boolean, DocNumber, home_total_amount=HomeTotalAmt:number
     tax_code_id=TxnTaxDetail.TxnTaxCodeRef.value, total_tax=TxnTaxDetail.TotalTax:number`,
  ),
  journal_entry_line: lines(
    'JournalEntry',
    'journal_entry_id',
    `account_id=JournalEntryLineDetail.AccountRef.value, Amount:number
     billable_status=JournalEntryLineDetail.BillableStatus, class_id=JournalEntryLineDetail.ClassRef.value
     customer_id=JournalEntryLineDetail.Entity.EntityRef.value?JournalEntryLineDetail.Entity.Type=Customer
     department_id=JournalEntryLineDetail.DepartmentRef.value, Description
     description_service_date=DescriptionLineDetail.ServiceDate:date
     description_tax_code_id=DescriptionLineDetail.TaxCodeRef.value
     employee_id=JournalEntryLineDetail.Entity.EntityRef.value?JournalEntryLineDetail.Entity.Type=Employee
     posting_type=JournalEntryLineDetail.PostingType, tax_amount=JournalEntryLineDetail.TaxAmount:number
     tax_applicable_on=JournalEntryLineDetail.TaxApplicableOn
     tax_code_id=JournalEntryLineDetail.TaxCodeRef.value
     vendor_id=JournalEntryLineDetail.Entity.EntityRef.value?JournalEntryLineDetail.Entity.Type=Vendor`,
  ),
  journal_entry_tax_line: taxLines('JournalEntry', 'journal_entry_id', { hasDeleted: false }),
  transfer: listed(
    'Transfer',
    `Amount:number, CurrencyRef:id, ExchangeRate:number, FromAccountRef:id, PrivateNote, ToAccountRef:id
     transaction_date=TxnDate:date`,
  ),
}

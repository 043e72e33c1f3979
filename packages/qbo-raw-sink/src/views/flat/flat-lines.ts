/** A view of what a list inside the records holds. */
export interface FlatLines {
  readonly entity: string
  readonly lists: readonly string[]
  /** In the short form of `columns`. */
  readonly list: string
}

const lineHead = '@line_number, line_id=Id, DetailType, Description, Amount:number'
const sale = `
  ${lineHead}
  item_id=SalesItemLineDetail.ItemRef.value, item_name=SalesItemLineDetail.ItemRef.name
  account_id=SalesItemLineDetail.ItemAccountRef.value, account_name=SalesItemLineDetail.ItemAccountRef.name
  quantity=SalesItemLineDetail.Qty:number, unit_price=SalesItemLineDetail.UnitPrice:number
  service_date=SalesItemLineDetail.ServiceDate:date, class_id=SalesItemLineDetail.ClassRef.value
  tax_code=SalesItemLineDetail.TaxCodeRef.value, discount_percent=DiscountLineDetail.DiscountPercent:number
  discount_account_id=DiscountLineDetail.DiscountAccountRef.value, bundle_id=GroupLineDetail.GroupItemRef.value`
const purchase = `
  ${lineHead}
  account_id=AccountBasedExpenseLineDetail.AccountRef.value, account_name=AccountBasedExpenseLineDetail.AccountRef.name
  item_id=ItemBasedExpenseLineDetail.ItemRef.value, item_name=ItemBasedExpenseLineDetail.ItemRef.name
  quantity=ItemBasedExpenseLineDetail.Qty:number, unit_price=ItemBasedExpenseLineDetail.UnitPrice:number
  account_customer_id=AccountBasedExpenseLineDetail.CustomerRef.value
  item_customer_id=ItemBasedExpenseLineDetail.CustomerRef.value
  account_class_id=AccountBasedExpenseLineDetail.ClassRef.value, item_class_id=ItemBasedExpenseLineDetail.ClassRef.value`
const applied = '@line_number, Amount:number, linked_id=LinkedTxn.0.TxnId, linked_type=LinkedTxn.0.TxnType'

const linesOf = (entity: string, key: string, list: string): FlatLines => ({
  entity,
  lists: ['Line'],
  list: `${key}=@id, ${list}`,
})

/** The lines of transactions, by the view's name. */
export const flatLines: Readonly<Record<string, FlatLines>> = {
  qb_bill_lines: linesOf('Bill', 'bill_id', purchase),
  qb_bill_payment_lines: linesOf('BillPayment', 'bill_payment_id', applied),
  qb_credit_memo_lines: linesOf('CreditMemo', 'credit_memo_id', sale),
  qb_deposit_lines: linesOf(
    'Deposit',
    'deposit_id',
    `${lineHead}, account_id=DepositLineDetail.AccountRef.value, account_name=DepositLineDetail.AccountRef.name
     payer_id=DepositLineDetail.Entity.value, payer_name=DepositLineDetail.Entity.name
     class_id=DepositLineDetail.ClassRef.value, linked_id=LinkedTxn.0.TxnId, linked_type=LinkedTxn.0.TxnType`,
  ),
  qb_estimate_lines: linesOf('Estimate', 'estimate_id', sale),
  qb_inventory_adjustment_lines: linesOf(
    'InventoryAdjustment',
    'inventory_adjustment_id',
    `@line_number, line_id=Id, item_id=ItemAdjustmentLineDetail.ItemRef.value
     item_name=ItemAdjustmentLineDetail.ItemRef.name, quantity_change=ItemAdjustmentLineDetail.QtyDiff:number`,
  ),
  qb_invoice_lines: linesOf('Invoice', 'invoice_id', sale),
  qb_journal_entry_lines: linesOf(
    'JournalEntry',
    'journal_entry_id',
    `${lineHead}, posting_type=JournalEntryLineDetail.PostingType
     account_id=JournalEntryLineDetail.AccountRef.value, account_name=JournalEntryLineDetail.AccountRef.name
     class_id=JournalEntryLineDetail.ClassRef.value, department_id=JournalEntryLineDetail.DepartmentRef.value
     name_type=JournalEntryLineDetail.Entity.Type, name_id=JournalEntryLineDetail.Entity.EntityRef.value`,
  ),
  qb_payment_lines: linesOf('Payment', 'payment_id', applied),
  qb_purchase_lines: linesOf('Purchase', 'purchase_id', purchase),
  qb_purchase_order_lines: linesOf('PurchaseOrder', 'purchase_order_id', purchase),
  qb_refund_receipt_lines: linesOf('RefundReceipt', 'refund_receipt_id', sale),
  qb_sales_receipt_lines: linesOf('SalesReceipt', 'sales_receipt_id', sale),
  qb_vendor_credit_lines: linesOf('VendorCredit', 'vendor_credit_id', purchase),
  qb_budget_lines: {
    entity: 'Budget',
    lists: ['BudgetDetail'],
    list: `budget_id=@id, @line_number, BudgetDate:date, Amount:number, AccountRef:ref, ClassRef:ref, CustomerRef:ref
      DepartmentRef:ref`,
  },
}

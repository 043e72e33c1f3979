/** What the dbt package has to be told of a database that lacks some tables, or has those that it leaves out by default. */
export interface DbtVariables {
  /** Variables that differ from the package's defaults. */
  readonly variables: Readonly<Record<string, boolean>>
  /** Entities without which the package does not run at all. */
  readonly missing: readonly string[]
}

const needed = ['Account', 'Customer', 'Item', 'Purchase', 'Vendor']

/** The entities whose tables each variable switches on, and the package's default. */
const switches: Readonly<Record<string, { readonly entities: readonly string[]; readonly isOn: boolean }>> = {
  using_bill: { entities: ['Bill', 'BillPayment'], isOn: true },
  using_credit_memo: { entities: ['CreditMemo'], isOn: true },
  using_customer_type: { entities: ['CustomerType'], isOn: true },
  using_department: { entities: ['Department'], isOn: true },
  using_deposit: { entities: ['Deposit'], isOn: true },
  using_estimate: { entities: ['Estimate'], isOn: true },
  using_invoice: { entities: ['Invoice'], isOn: true },
  using_invoice_bundle: { entities: ['Invoice', 'Item'], isOn: true },
  using_journal_entry: { entities: ['JournalEntry'], isOn: true },
  using_payment: { entities: ['Payment'], isOn: true },
  using_refund_receipt: { entities: ['RefundReceipt'], isOn: true },
  using_sales_receipt: { entities: ['SalesReceipt'], isOn: true },
  using_transfer: { entities: ['Transfer'], isOn: true },
  using_vendor_credit: { entities: ['VendorCredit'], isOn: true },
  using_credit_card_payment_txn: { entities: ['CreditCardPayment'], isOn: false },
  using_purchase_order: { entities: ['PurchaseOrder'], isOn: false },
  using_tax_agency: { entities: ['TaxAgency', 'TaxRate'], isOn: false },
  using_tax_rate: { entities: ['TaxRate'], isOn: false },
  using_bill_tax_line: { entities: ['Bill'], isOn: false },
  using_credit_memo_tax_line: { entities: ['CreditMemo'], isOn: false },
  using_deposit_tax_line: { entities: ['Deposit'], isOn: false },
  using_estimate_tax_line: { entities: ['Estimate'], isOn: false },
  using_invoice_tax_line: { entities: ['Invoice'], isOn: false },
  using_journal_entry_tax_line: { entities: ['JournalEntry'], isOn: false },
  using_purchase_tax_line: { entities: ['Purchase'], isOn: false },
  using_refund_receipt_tax_line: { entities: ['RefundReceipt'], isOn: false },
  using_sales_receipt_tax_line: { entities: ['SalesReceipt'], isOn: false },
}

export function dbtVariables(entities: ReadonlySet<string>): DbtVariables {
  const differing = Object.entries(switches)
    .map(([name, { entities: wanted, isOn }]) => ({
      name,
      isOn,
      isThere: wanted.every((entity) => entities.has(entity)),
    }))
    .filter(({ isOn, isThere }) => isOn !== isThere)
    .map(({ name, isThere }) => [name, isThere] as const)
  return {
    variables: { quickbooks__tax_lines_enabled: true, ...Object.fromEntries(differing) },
    missing: needed.filter((entity) => !entities.has(entity)),
  }
}

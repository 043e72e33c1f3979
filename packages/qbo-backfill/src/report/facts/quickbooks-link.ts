/** Where QuickBooks shows what: the pages of its web application, as its own address line names them. */
const transactions: Readonly<Record<string, string>> = {
  Bill: 'bill',
  BillPayment: 'billpayment',
  CreditMemo: 'creditmemo',
  Deposit: 'deposit',
  Estimate: 'estimate',
  Invoice: 'invoice',
  JournalEntry: 'journal',
  Payment: 'recvpayment',
  Purchase: 'expense',
  PurchaseOrder: 'purchaseorder',
  RefundReceipt: 'refundreceipt',
  SalesReceipt: 'salesreceipt',
  TimeActivity: 'timeactivity',
  Transfer: 'transfer',
  VendorCredit: 'vendorcredit',
}
const names: Readonly<Record<string, string>> = { Customer: 'customerdetail', Vendor: 'vendordetail' }

/**
 * The address at which QuickBooks shows a record, in its own company: who keeps several would else see the document of
 * another that has the same Id. Undefined where it has no page for one record, or the Id is none that QuickBooks gives.
 */
export function quickBooksLink(
  company: { readonly environment: string; readonly realmId: string },
  entity: string,
  id: string,
): string | undefined {
  const { environment, realmId } = company
  if (!/^\d{1,20}$/u.test(id) || !/^\d{1,20}$/u.test(realmId)) return undefined
  const [transaction, name] = [transactions[entity], names[entity]]
  const page = transaction === undefined ? name && `${name}?nameId=${id}` : `${transaction}?txnId=${id}`
  if (page === undefined) return undefined
  const host = environment === 'sandbox' ? 'app.sandbox.qbo.intuit.com' : 'app.qbo.intuit.com'
  return `https://${host}/app/login?pagereq=${encodeURIComponent(page)}&deeplinkcompanyid=${realmId}`
}

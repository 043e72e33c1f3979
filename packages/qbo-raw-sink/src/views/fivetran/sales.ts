import { lines, linked, linkedIds, listed, taxLines, type FivetranTables } from './tables.js'

const common = `
  CurrencyRef:id, DepartmentRef:id, DocNumber, ExchangeRate:number, PrivateNote, total_amount=TotalAmt:number
  transaction_date=TxnDate:date`
const sale = `${common}
  ApplyTaxAfterDiscount:boolean, billing_address_id=BillAddr.Id, ClassRef:id, CustomerRef:id
  customer_memo=CustomerMemo.value, EmailStatus, GlobalTaxCalculation, home_total_amount=HomeTotalAmt:number
  PrintStatus, shipping_address_id=ShipAddr.Id, total_tax=TxnTaxDetail.TotalTax:number`
const taxCode = 'tax_code_id=TxnTaxDetail.TxnTaxCodeRef.value'
const balances = 'Balance:number, HomeBalance:number'
const billEmail = 'bill_email=BillEmail.Address'
const card = `
  credit_card_amount=CreditCardPayment.CreditChargeInfo.Amount:number
  credit_card_auth_code=CreditCardPayment.CreditChargeResponse.AuthCode
  credit_card_billing_address_street=CreditCardPayment.CreditChargeInfo.BillAddrStreet
  credit_card_cc_expiry_month=CreditCardPayment.CreditChargeInfo.CcExpiryMonth
  credit_card_cc_expiry_year=CreditCardPayment.CreditChargeInfo.CcExpiryYear
  credit_card_cctrans_id=CreditCardPayment.CreditChargeResponse.CCTransId
  credit_card_name_on_account=CreditCardPayment.CreditChargeInfo.NameOnAcct
  credit_card_postal_code=CreditCardPayment.CreditChargeInfo.PostalCode
  credit_card_process_payment=CreditCardPayment.CreditChargeInfo.ProcessPayment:boolean
  credit_card_status=CreditCardPayment.CreditChargeResponse.Status
  credit_card_transaction_authorization_time=CreditCardPayment.CreditChargeResponse.TxnAuthorizationTime:instant
  credit_card_type=CreditCardPayment.CreditChargeInfo.Type`

const saleLine = `
  Amount:number, bundle_id=GroupLineDetail.GroupItemRef.value, bundle_quantity=GroupLineDetail.Quantity:number
  Description, description_service_date=DescriptionLineDetail.ServiceDate:date
  description_tax_code_id=DescriptionLineDetail.TaxCodeRef.value
  discount_account_id=DiscountLineDetail.DiscountAccountRef.value
  discount_class_id=DiscountLineDetail.ClassRef.value
  discount_discount_percent=DiscountLineDetail.DiscountPercent:number
  discount_percent_based=DiscountLineDetail.PercentBased:boolean
  discount_tax_code_id=DiscountLineDetail.TaxCodeRef.value
  sales_item_account_id=SalesItemLineDetail.ItemAccountRef.value
  sales_item_class_id=SalesItemLineDetail.ClassRef.value
  sales_item_discount_amount=SalesItemLineDetail.DiscountAmt:number
  sales_item_discount_rate=SalesItemLineDetail.DiscountRate:number
  sales_item_item_id=SalesItemLineDetail.ItemRef.value, sales_item_quantity=SalesItemLineDetail.Qty:number
  sales_item_service_date=SalesItemLineDetail.ServiceDate:date
  sales_item_tax_code_id=SalesItemLineDetail.TaxCodeRef.value
  sales_item_unit_price=SalesItemLineDetail.UnitPrice:number, sub_total_item_id=SubTotalLineDetail.ItemRef.value`
/** Columns of Fivetran's that nothing in the API's answer fills. */
const unfilled = 'account_id=-, item_id=-, quantity=-:number, tax_code_id=-'

/** What customers are sold, offered and given back, and what they pay. */
export const fivetranSales: FivetranTables = {
  credit_memo: listed(
    'CreditMemo',
    `${sale}, ${balances}, ${billEmail}, custom_p_o_number=CustomField{P.O. Number}, PaymentMethodRef:id
     RemainingCredit:number, SalesTermRef:id`,
  ),
  credit_memo_line: lines('CreditMemo', 'credit_memo_id', saleLine),
  credit_memo_tax_line_detail: taxLines('CreditMemo', 'credit_memo_id'),
  estimate: listed(
    'Estimate',
    `${sale}, ${taxCode}, ${billEmail}, AcceptedBy, AcceptedDate:date, delivery_type=DeliveryInfo.DeliveryType
     DueDate:date, ExpirationDate:date, SalesTermRef:id, ShipDate:date, transaction_status=TxnStatus`,
  ),
  estimate_line: lines('Estimate', 'estimate_id', `${saleLine}, ${unfilled}`),
  estimate_tax_line: taxLines('Estimate', 'estimate_id'),
  invoice: listed(
    'Invoice',
    `${sale}, ${taxCode}, ${balances}, allow_ipnpayment=AllowIPNPayment:boolean
     allow_online_achpayment=AllowOnlineACHPayment:boolean, AllowOnlineCreditCardPayment:boolean
     AllowOnlinePayment:boolean, billing_bcc_email=BillEmailBcc.Address, billing_cc_email=BillEmailCc.Address
     billing_email=BillEmail.Address, custom_p_o_number=CustomField{P.O. Number}
     custom_sales_rep=CustomField{Sales Rep}, delivery_time=DeliveryInfo.DeliveryTime:instant
     delivery_type=DeliveryInfo.DeliveryType, Deposit:number, DepositToAccountRef:id, DueDate:date
     SalesTermRef:id, ShipDate:date, tracking_number=TrackingNum, transaction_source=TxnSource`,
  ),
  invoice_line: lines('Invoice', 'invoice_id', `DetailType, ${saleLine}, ${unfilled}`),
  invoice_line_bundle: {
    entity: 'Invoice',
    lists: ['Line', 'GroupLineDetail.Line'],
    list: `
      invoice_id=@id, invoice_line_index=@outer_index, @index, _fivetran_synced=@last_seen, LineNum
      Amount:number, Description, account_id=SalesItemLineDetail.ItemAccountRef.value
      class_id=SalesItemLineDetail.ClassRef.value, discount_amount=SalesItemLineDetail.DiscountAmt:number
      discount_rate=SalesItemLineDetail.DiscountRate:number, item_id=SalesItemLineDetail.ItemRef.value
      quantity=SalesItemLineDetail.Qty:number, sales_item_account_id=SalesItemLineDetail.ItemAccountRef.value
      sales_item_item_id=SalesItemLineDetail.ItemRef.value, sales_item_quantity=SalesItemLineDetail.Qty:number
      sales_item_tax_code_id=SalesItemLineDetail.TaxCodeRef.value, service_date=SalesItemLineDetail.ServiceDate:date
      tax_code_id=SalesItemLineDetail.TaxCodeRef.value, unit_price=SalesItemLineDetail.UnitPrice:number`,
  },
  invoice_linked_txn: linked(
    'Invoice',
    'invoice_id',
    'Payment Estimate ChargeCredit ReimburseCharge StatementCharge TimeActivity',
  ),
  invoice_tax_line: taxLines('Invoice', 'invoice_id'),
  payment: listed(
    'Payment',
    `${card}, CurrencyRef:id, CustomerRef:id, DepositToAccountRef:id, ExchangeRate:number, PaymentMethodRef:id
     PrivateNote, ProcessPayment:boolean, receivable_account_id=ARAccountRef:id, reference_number=PaymentRefNum
     total_amount=TotalAmt:number, transaction_date=TxnDate:date, transaction_source=TxnSource
     transaction_status=TxnStatus, unapplied_amount=UnappliedAmt:number`,
  ),
  payment_line: lines(
    'Payment',
    'payment_id',
    `Amount:number, ${linkedIds(
      'LinkedTxn.0.',
      'Invoice CreditMemo Check CreditCardCharge CreditCardCredit Deposit Expense JournalEntry',
    )}`,
  ),
  refund_receipt: listed(
    'RefundReceipt',
    `${sale}, ${taxCode}, ${balances}, ${billEmail}, ${card}
     check_payment_account_number=CheckPayment.AcctNum, check_payment_bank_name=CheckPayment.BankName
     check_payment_check_number=CheckPayment.CheckNum, check_payment_name_on_account=CheckPayment.NameOnAcct
     check_payment_status=CheckPayment.Status, DepositToAccountRef:id, PaymentMethodRef:id
     payment_reference_number=PaymentRefNum, PaymentType, transaction_source=TxnSource`,
  ),
  refund_receipt_line: lines('RefundReceipt', 'refund_id', saleLine),
  refund_receipt_tax_line: taxLines('RefundReceipt', 'refund_receipt_id', { hasDeleted: false }),
  sales_receipt: listed(
    'SalesReceipt',
    `${sale}, ${taxCode}, ${balances}, ${billEmail}, ${card}, delivery_time=DeliveryInfo.DeliveryTime:instant
     delivery_type=DeliveryInfo.DeliveryType, DepositToAccountRef:id, PaymentMethodRef:id
     payment_reference_number=PaymentRefNum, ShipDate:date, tracking_number=TrackingNum, transaction_source=TxnSource`,
  ),
  sales_receipt_line: lines('SalesReceipt', 'sales_receipt_id', saleLine),
  sales_receipt_tax_line: taxLines('SalesReceipt', 'sales_receipt_id'),
}

const money = 'currency=CurrencyRef.value, ExchangeRate:number'
const posted = `DocNumber, TxnDate:date, ${money}, PrivateNote, DepartmentRef:ref`
const taxed =
  'tax=TxnTaxDetail.TotalTax:number, tax_code_id=TxnTaxDetail.TxnTaxCodeRef.value, GlobalTaxCalculation'
const totals = 'total=TotalAmt:number, home_total=HomeTotalAmt:number'
const sale = `
  ${posted}, CustomerRef:ref, ClassRef:ref, ${totals}, ${taxed}, Balance:number, HomeBalance:number
  customer_memo=CustomerMemo.value, email=BillEmail.Address, EmailStatus, PrintStatus, ApplyTaxAfterDiscount:boolean`
const shipped = `
  ShipDate:date, TrackingNum, ShipMethodRef:ref
  bill_city=BillAddr.City, bill_region=BillAddr.CountrySubDivisionCode, bill_postal_code=BillAddr.PostalCode
  ship_city=ShipAddr.City, ship_region=ShipAddr.CountrySubDivisionCode, ship_postal_code=ShipAddr.PostalCode`
const paid = 'PaymentMethodRef:ref, payment_ref_number=PaymentRefNum, DepositToAccountRef:ref'
const bought = `${posted}, VendorRef:ref, APAccountRef:ref, ${totals}, ${taxed}, Balance:number, HomeBalance:number`

/** What is booked, or will be: columns by entity, in the short form of `columns`. */
export const flatTransactions: Readonly<Record<string, string>> = {
  Bill: `${bought}, DueDate:date, SalesTermRef:ref`,
  BillPayment: `
    ${posted}, VendorRef:ref, APAccountRef:ref, total=TotalAmt:number, PayType
    bank_account_id=CheckPayment.BankAccountRef.value, bank_account_name=CheckPayment.BankAccountRef.name
    card_account_id=CreditCardPayment.CCAccountRef.value, card_account_name=CreditCardPayment.CCAccountRef.name
    print_status=CheckPayment.PrintStatus`,
  CreditCardPayment: `
    TxnDate:date, ${money}, PrivateNote, Amount:number, BankAccountRef:ref, CreditCardAccountRef:ref, VendorRef:ref`,
  CreditMemo: `${sale}, ${shipped}, RemainingCredit:number, PaymentMethodRef:ref, SalesTermRef:ref`,
  Deposit: `
    ${posted}, ${totals}, DepositToAccountRef:ref, cash_back=CashBack.Amount:number
    cash_back_account_id=CashBack.AccountRef.value, cash_back_memo=CashBack.Memo`,
  Estimate: `
    ${sale}, ${shipped}, TxnStatus, DueDate:date, ExpirationDate:date, AcceptedBy, AcceptedDate:date, SalesTermRef:ref`,
  InventoryAdjustment:
    'DocNumber, TxnDate:date, PrivateNote, AdjustAccountRef:ref, DepartmentRef:ref, CustomerRef:ref',
  Invoice: `
    ${sale}, ${shipped}, DueDate:date, SalesTermRef:ref, Deposit:number, DepositToAccountRef:ref
    AllowOnlinePayment:boolean, AllowOnlineCreditCardPayment:boolean, allow_online_ach_payment=AllowOnlineACHPayment:boolean
    delivery_type=DeliveryInfo.DeliveryType, delivered_at=DeliveryInfo.DeliveryTime:instant`,
  JournalEntry: `${posted}, ${totals}, Adjustment:boolean, tax=TxnTaxDetail.TotalTax:number`,
  Payment: `
    TxnDate:date, ${money}, PrivateNote, CustomerRef:ref, ARAccountRef:ref, ${paid}, total=TotalAmt:number
    unapplied=UnappliedAmt:number, ProcessPayment:boolean`,
  Purchase: `
    ${posted}, ${totals}, ${taxed}, AccountRef:ref, PaymentType, PaymentMethodRef:ref, Credit:boolean, PrintStatus
    payee_type=EntityRef.type, payee_id=EntityRef.value, payee_name=EntityRef.name`,
  PurchaseOrder: `
    ${posted}, VendorRef:ref, APAccountRef:ref, ClassRef:ref, ${totals}, ${taxed}, DueDate:date, ShipDate:date
    status=POStatus, Memo, SalesTermRef:ref, email=POEmail.Address, email_status=EmailStatus
    ship_city=ShipAddr.City, ship_region=ShipAddr.CountrySubDivisionCode, ship_postal_code=ShipAddr.PostalCode`,
  RecurringTransaction: `
    name=RecurringInfo.Name, recurrence_type=RecurringInfo.RecurType, active=RecurringInfo.Active:boolean
    interval_type=RecurringInfo.ScheduleInfo.IntervalType, interval_count=RecurringInfo.ScheduleInfo.NumInterval:number
    next_date=RecurringInfo.ScheduleInfo.NextDate:date, start_date=RecurringInfo.ScheduleInfo.StartDate:date
    end_date=RecurringInfo.ScheduleInfo.EndDate:date, ${money}, total=TotalAmt:number, CustomerRef:ref, VendorRef:ref`,
  RefundReceipt: `${sale}, ${paid}, payment_type=PaymentType`,
  ReimburseCharge: `TxnDate:date, ${money}, PrivateNote, CustomerRef:ref, Amount:number, home_total=HomeTotalAmt:number, HasBeenInvoiced:boolean`,
  SalesReceipt: `${sale}, ${shipped}, ${paid}`,
  TaxPayment: 'PaymentDate:date, PaymentAccountRef:ref, PaymentAmount:number, Refund:boolean, Description',
  TimeActivity: `
    TxnDate:date, name_of=NameOf, EmployeeRef:ref, VendorRef:ref, CustomerRef:ref, ItemRef:ref, ClassRef:ref
    DepartmentRef:ref, BillableStatus, Taxable:boolean, HourlyRate:number, CostRate:number, BreakHours:number
    BreakMinutes:number, Hours:number, Minutes:number, StartTime:instant, EndTime:instant, Description`,
  Transfer: `TxnDate:date, ${money}, PrivateNote, Amount:number, FromAccountRef:ref, ToAccountRef:ref`,
  VendorCredit: bought,
}

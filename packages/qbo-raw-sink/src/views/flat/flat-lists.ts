const address = (field: string, prefix: string): string => `
  ${prefix}_line_1=${field}.Line1, ${prefix}_line_2=${field}.Line2, ${prefix}_city=${field}.City
  ${prefix}_region=${field}.CountrySubDivisionCode, ${prefix}_postal_code=${field}.PostalCode, ${prefix}_country=${field}.Country`
const person = `
  DisplayName, Title, GivenName, MiddleName, FamilyName, Suffix, CompanyName, PrintOnCheckName
  email=PrimaryEmailAddr.Address, phone=PrimaryPhone.FreeFormNumber, mobile=Mobile.FreeFormNumber, Active:boolean`
const tree = 'Name, full_name=FullyQualifiedName, ParentRef:id, Active:boolean'

/** What transactions refer to, and what a company is: columns by entity, in the short form of `columns`. */
export const flatLists: Readonly<Record<string, string>> = {
  Account: `
    ${tree}, number=AcctNum, Description, Classification, type=AccountType, sub_type=AccountSubType
    is_sub_account=SubAccount:boolean, currency=CurrencyRef.value, balance=CurrentBalance:number
    balance_with_sub_accounts=CurrentBalanceWithSubAccounts:number, TaxCodeRef:id`,
  Attachable: `
    FileName, ContentType, Size:number, Note, Category, Tag, attached_to_type=AttachableRef.0.EntityRef.type
    attached_to_id=AttachableRef.0.EntityRef.value`,
  Budget: 'Name, BudgetType, BudgetEntryType, StartDate:date, EndDate:date, Active:boolean',
  Class: tree,
  CompanyCurrency: 'Name, Code, Active:boolean',
  CompanyInfo: `
    CompanyName, LegalName, Country, fiscal_year_start_month=FiscalYearStartMonth, CompanyStartDate:date
    email=Email.Address, phone=PrimaryPhone.FreeFormNumber, website=WebAddr.URI, ${address('CompanyAddr', 'company')}`,
  Customer: `
    ${person}, full_name=FullyQualifiedName, ParentRef:id, is_job=Job:boolean, bill_with_parent=BillWithParent:boolean
    currency=CurrencyRef.value, Balance:number, BalanceWithJobs:number, Taxable:boolean, website=WebAddr.URI, Notes
    CustomerTypeRef:id, SalesTermRef:id, PaymentMethodRef:id, PreferredDeliveryMethod
    ${address('BillAddr', 'bill')}, ${address('ShipAddr', 'ship')}`,
  CustomerType: 'Name, Active:boolean',
  Department: tree,
  Employee: `
    ${person}, EmployeeNumber, HiredDate:date, ReleasedDate:date, BillableTime:boolean, BillRate:number, CostRate:number
    ${address('PrimaryAddr', 'home')}`,
  ExchangeRate: 'SourceCurrencyCode, TargetCurrencyCode, Rate:number, AsOfDate:date',
  Item: `
    ${tree}, Sku, Type, Description, UnitPrice:number, PurchaseDesc, PurchaseCost:number, Taxable:boolean
    track_quantity=TrackQtyOnHand:boolean, quantity_on_hand=QtyOnHand:number, inventory_start_date=InvStartDate:date
    reorder_point=ReorderPoint:number, IncomeAccountRef:ref, ExpenseAccountRef:ref, AssetAccountRef:ref, PrefVendorRef:id`,
  JournalCode: 'Name, Type, Description, Active:boolean',
  PaymentMethod: 'Name, Type, Active:boolean',
  Preferences: `
    home_currency=CurrencyPrefs.HomeCurrency.value, is_multicurrency=CurrencyPrefs.MultiCurrencyEnabled:boolean
    first_month_of_fiscal_year=AccountingInfoPrefs.FirstMonthOfFiscalYear, book_close_date=AccountingInfoPrefs.BookCloseDate:date
    tracks_classes=AccountingInfoPrefs.ClassTrackingPerTxn:boolean, tracks_departments=AccountingInfoPrefs.TrackDepartments:boolean
    uses_account_numbers=AccountingInfoPrefs.UseAccountNumbers:boolean, uses_sales_tax=TaxPrefs.UsingSalesTax:boolean
    report_basis=ReportPrefs.ReportBasis`,
  TaxAgency: `
    DisplayName, TaxRegistrationNumber, TaxTrackedOnSales:boolean, TaxTrackedOnPurchases:boolean
    LastFileDate:date, tax_agency_config=TaxAgencyConfig`,
  TaxClassification: 'Name, Code, Description, Level',
  TaxCode: 'Name, Description, Active:boolean, Taxable:boolean, is_group=TaxGroup:boolean, TaxCodeConfigType',
  TaxRate: `
    Name, Description, rate=RateValue:number, Active:boolean, agency_id=AgencyRef.value, SpecialTaxType, DisplayType
    TaxReturnLineRef:id`,
  Term: `
    Name, Type, Active:boolean, DueDays:number, DiscountDays:number, DiscountPercent:number, DayOfMonthDue:number
    DueNextMonthDays:number`,
  Vendor: `
    ${person}, account_number=AcctNum, currency=CurrencyRef.value, Balance:number, Vendor1099:boolean, TermRef:id
    website=WebAddr.URI, ${address('BillAddr', 'bill')}`,
}

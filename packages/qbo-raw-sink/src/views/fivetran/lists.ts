import { listed, type FivetranTables } from './tables.js'

/** Accounts, items and everybody that transactions name. */
export const fivetranLists: FivetranTables = {
  account: listed(
    'Account',
    `account_number=AcctNum, AccountSubType, AccountType, Active:boolean, balance=CurrentBalance:number
     balance_with_sub_accounts=CurrentBalanceWithSubAccounts:number, Classification, CurrencyRef:id, Description
     FullyQualifiedName, Name, parent_account_id=ParentRef:id, SubAccount:boolean, TaxCodeRef:id`,
  ),
  bundle: listed(
    'Item',
    `Active:boolean, Description, FullyQualifiedName, Name, PrintGroupedItems:boolean, PurchaseCost:number
     Taxable:boolean, UnitPrice:number`,
    { where: { field: 'Type', is: 'Group' } },
  ),
  bundle_item: {
    entity: 'Item',
    lists: ['ItemGroupDetail.ItemGroupLine'],
    list: '_fivetran_synced=@last_seen, bundle_id=@id, item_id=ItemRef.value, item_quantity=Qty:number',
  },
  customer: listed(
    'Customer',
    `Active:boolean, alternate_phone_number=AlternatePhone.FreeFormNumber, ar_account_id=ARAccountRef:id, Balance:number
     BalanceWithJobs:number, bill_address_id=BillAddr.Id, BillWithParent:boolean, CompanyName, CurrencyRef:id
     CustomerTypeRef:id, DefaultTaxCodeRef:id, DisplayName, email=PrimaryEmailAddr.Address, FamilyName
     fax_number=Fax.FreeFormNumber, FullyQualifiedName, GivenName, Job:boolean, Level, MiddleName
     mobile_number=Mobile.FreeFormNumber, Notes, OpenBalanceDate:date, parent_customer_id=ParentRef:id
     PaymentMethodRef:id, phone_number=PrimaryPhone.FreeFormNumber, PreferredDeliveryMethod, PrintOnCheckName
     resale_number=ResaleNum, SalesTermRef:id, shipping_address_id=ShipAddr.Id, Suffix
     tax_exemption_reason_id=TaxExemptionReasonId, Taxable:boolean, Title, website=WebAddr.URI`,
  ),
  customer_type: listed('CustomerType', 'Active:boolean, Name', { hasSyncToken: false }),
  department: listed(
    'Department',
    'Active:boolean, FullyQualifiedName, Name, parent_department_id=ParentRef:id, SubDepartment:boolean',
  ),
  item: listed(
    'Item',
    `Active:boolean, AssetAccountRef:id, Description, ExpenseAccountRef:id, FullyQualifiedName, IncomeAccountRef:id
     inventory_start_date=InvStartDate:date, Level, Name, parent_item_id=ParentRef:id, PurchaseCost:number
     purchase_description=PurchaseDesc, PurchaseTaxCodeRef:id, PurchaseTaxIncluded:boolean
     quantity_on_hand=QtyOnHand:number, SalesTaxCodeRef:id, SalesTaxIncluded:boolean, stock_keeping_unit=Sku
     SubItem:boolean, Taxable:boolean, track_quantity_on_hand=TrackQtyOnHand:boolean, Type, UnitPrice:number`,
    { where: { field: 'Type', is: 'Group', not: true } },
  ),
  tax_agency: listed(
    'TaxAgency',
    'DisplayName, TaxRegistrationNumber, TaxTrackedOnPurchases:boolean, TaxTrackedOnSales:boolean',
    { hasDeleted: false },
  ),
  tax_rate: listed(
    'TaxRate',
    `Active:boolean, Description, DisplayType, EffectiveTaxRate, Name, RateValue:number, SpecialTaxType
     tax_agency_id=AgencyRef:id`,
    { hasDeleted: false },
  ),
  vendor: listed(
    'Vendor',
    `account_number=AcctNum, Active:boolean, alternate_phone=AlternatePhone.FreeFormNumber, Balance:number
     billing_address_id=BillAddr.Id, CompanyName, CurrencyRef:id, DisplayName, email=PrimaryEmailAddr.Address
     FamilyName, fax_number=Fax.FreeFormNumber, GivenName, MiddleName, mobile_phone=Mobile.FreeFormNumber
     other_contacts=OtherContactInfo, primary_phone=PrimaryPhone.FreeFormNumber, PrintOnCheckName, Suffix
     TaxIdentifier, TermRef:id, Title, Vendor1099:boolean, web_url=WebAddr.URI`,
  ),
}

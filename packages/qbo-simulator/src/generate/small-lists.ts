import type { RecordText } from '../table/entity-table.js'
import { formatPacific } from '../time/pacific.js'

/** What the documents refer to beside accounts, items and names, as it was set up on the first day. */
export function generateSmallLists(
  createdMs: number,
  isMulticurrency: boolean,
): Readonly<Record<string, readonly RecordText[]>> {
  const time = formatPacific(createdMs)
  const build = (id: string, fields: Readonly<Record<string, unknown>>): RecordText => {
    const MetaData = { CreateTime: time, LastUpdatedTime: time }
    return {
      text: JSON.stringify({ ...fields, domain: 'QBO', sparse: false, Id: id, SyncToken: '0', MetaData }),
    }
  }
  const rate = {
    TaxTypeApplicable: 'TaxOnAmount',
    TaxOrder: 0,
    TaxRateRef: { value: '3', name: 'California' },
  }
  return {
    TaxAgency: [
      build('1', {
        DisplayName: 'Board of Equalization',
        TaxTrackedOnSales: true,
        TaxTrackedOnPurchases: false,
      }),
    ],
    TaxRate: [
      build('3', {
        Name: 'California',
        Description: 'Sales Tax',
        Active: true,
        RateValue: 8,
        AgencyRef: { value: '1' },
        SpecialTaxType: 'NONE',
        DisplayType: 'ReadOnly',
        EffectiveTaxRate: [],
      }),
    ],
    TaxCode: [
      build('2', {
        Name: 'California',
        Description: 'California',
        Active: true,
        Taxable: true,
        TaxGroup: true,
        SalesTaxRateList: { TaxRateDetail: [rate] },
        PurchaseTaxRateList: { TaxRateDetail: [] },
      }),
    ],
    Term: [build('3', { Name: 'Net 30', Active: true, Type: 'STANDARD', DueDays: 30, DiscountDays: 0 })],
    PaymentMethod: [build('2', { Name: 'Check', Active: true, Type: 'NON_CREDIT_CARD' })],
    Preferences: [
      build('1', {
        AccountingInfoPrefs: { FirstMonthOfFiscalYear: 'January', UseAccountNumbers: false },
        CurrencyPrefs: { MultiCurrencyEnabled: isMulticurrency, HomeCurrency: { value: 'USD' } },
        ReportPrefs: { ReportBasis: 'Accrual' },
        TaxPrefs: { UsingSalesTax: true },
      }),
    ],
  }
}

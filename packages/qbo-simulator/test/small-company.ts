import type { Company, SimulatorOptions } from '../src/index.js'
import { createHarness, invoice, type Harness } from './harness.js'

export const old = '2024-01-10T10:00:00-08:00'
const now = (): number => Date.parse('2024-06-10T12:00:00Z')
export const january = { start_date: '2024-01-01', end_date: '2024-01-31' }

export const sold = {
  TotalAmt: 108,
  DocNumber: '1001',
  PrivateNote: 'Thanks',
  CustomerRef: { value: '7', name: 'Bill Braski' },
  Line: [
    {
      Amount: 100,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemAccountRef: { value: '79', name: 'Sales of Product Income' } },
    },
  ],
  TxnTaxDetail: { TotalTax: 8 },
}
const spent = {
  TotalAmt: 30,
  PaymentType: 'CreditCard',
  AccountRef: { value: '41', name: 'Mastercard' },
  EntityRef: { value: '8', name: 'InactiveCo (deleted)', type: 'Vendor' },
  Line: [
    {
      Amount: 30,
      DetailType: 'AccountBasedExpenseLineDetail',
      AccountBasedExpenseLineDetail: { AccountRef: { value: '15', name: 'Office Expenses' } },
    },
  ],
}

/** A company that has sold once, and spent once. */
export function createSmallCompany(
  options: Partial<SimulatorOptions> = {},
  more: Partial<Company> = {},
): Harness {
  const records = { Invoice: [invoice(1, old, sold) as never], Purchase: [invoice(2, old, spent) as never] }
  return createHarness({ records, ...more }, { now, ...options })
}

export const modern = { reports: { isModern: true } }

/** How a report says whether there is data. */
export const option = (value: boolean, ...more: object[]): object => ({
  Option: [...more, { Name: 'NoReportData', Value: String(value) }],
})

export const list = (...values: (string | readonly [string, string])[]): object => ({
  ColData: values.map((cell) =>
    typeof cell === 'string' ? { value: cell } : { value: cell[0], id: cell[1] },
  ),
})

/** QuickBooks' own names of what an account can be, and where each stands in the books. */
export const classificationOf = {
  Bank: 'Asset',
  'Accounts Receivable': 'Asset',
  'Other Current Asset': 'Asset',
  'Fixed Asset': 'Asset',
  'Other Asset': 'Asset',
  'Accounts Payable': 'Liability',
  'Credit Card': 'Liability',
  'Other Current Liability': 'Liability',
  'Long Term Liability': 'Liability',
  Equity: 'Equity',
  Income: 'Revenue',
  'Other Income': 'Revenue',
  'Cost of Goods Sold': 'Expense',
  Expense: 'Expense',
  'Other Expense': 'Expense',
} as const

export type AccountType = keyof typeof classificationOf

/** An account of a company. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly type: AccountType
  /** AccountSubType. */
  readonly subType: string
}

export function isAccountType(type: unknown): type is AccountType {
  return typeof type === 'string' && Object.hasOwn(classificationOf, type)
}

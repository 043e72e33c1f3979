import type { QboRecord } from '../entity/record.js'
import { isAccountType, type Account } from './account.js'
import { defaultAccounts } from './default-accounts.js'
import { textOf } from './fields.js'

/** What no record says and QuickBooks knows: the account that this is booked on, by its type or sub-type. */
const roles = {
  receivable: 'AccountsReceivable',
  payable: 'AccountsPayable',
  undeposited: 'UndepositedFunds',
  inventory: 'Inventory',
  salesTax: 'SalesTaxPayable',
  discounts: 'DiscountsRefundsGiven',
  costOfGoods: 'SuppliesMaterialsCogs',
  exchange: 'ExchangeGainOrLoss',
  retained: 'RetainedEarnings',
  uncategorizedIncome: 'UncategorizedIncome',
  uncategorizedExpense: 'UncategorizedExpense',
} as const

export type AccountRole = keyof typeof roles

/** The accounts of a company, and the items that its documents name. */
export interface Chart {
  /** Any account that a record names; one that the company has not is an expense. */
  account(id: string): Account
  /** Its id. */
  role(role: AccountRole): string
  item(id: string): QboRecord | undefined
}

/** The chart of a company's Account records. */
export function buildChart(records: Iterable<QboRecord>, item: (id: string) => QboRecord | undefined): Chart {
  const own = Array.from(records, readAccount).filter((account) => account !== undefined)
  const byId = new Map([...defaultAccounts, ...own].map((account) => [account.id, account]))
  const byRole = new Map<AccountRole, string>()
  for (const [role, subType] of Object.entries(roles) as [AccountRole, string][]) {
    const found = [...own, ...defaultAccounts].find((account) => account.subType === subType)
    if (found !== undefined) byRole.set(role, found.id)
  }
  return {
    account: (id) => byId.get(id) ?? { id, name: `Account ${id}`, type: 'Expense', subType: '' },
    role: (role) => byRole.get(role)!,
    item,
  }
}

function readAccount(record: QboRecord): Account | undefined {
  const { AccountType: type } = record
  if (!isAccountType(type)) return undefined
  return { id: record.Id, name: textOf(record, 'Name'), type, subType: textOf(record, 'AccountSubType') }
}

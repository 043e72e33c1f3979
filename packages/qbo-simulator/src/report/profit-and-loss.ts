import type { AccountType } from '../books/account.js'
import { readCompanyFacts } from './company-facts.js'
import { accountColumn, moneyColumns, type MoneyColumn } from './money-column.js'
import { totalByMonth, type AccountMonths } from './month-totals.js'
import type { ReportContext } from './report-context.js'
import type { Period, Report, Row } from './report.js'
import { lineCells, linePart, sectionPart, type StatementLine } from './statement-rows.js'

/** What was earned and spent in these days, by account. */
export function buildProfitAndLoss(
  period: Period,
  summarizedBy: 'Total' | 'Month',
  context: ReportContext,
): Report {
  const columns = moneyColumns(period, summarizedBy, true, context)
  const accounts = totalByMonth(context.realm, readCompanyFacts(context.realm), period)
  return {
    name: 'ProfitAndLoss',
    period,
    basis: 'Accrual',
    summarizedBy,
    filters: {},
    columns: [accountColumn, ...columns.map(({ column }) => column)],
    rows: accounts.some(isOfProfit) ? rowsOf(accounts, columns, context) : [],
  }
}

const profitTypes: readonly AccountType[] = [
  'Income',
  'Cost of Goods Sold',
  'Expense',
  'Other Income',
  'Other Expense',
]

export function isOfProfit({ account }: AccountMonths): boolean {
  return profitTypes.includes(account.type)
}

function rowsOf(
  accounts: readonly AccountMonths[],
  columns: readonly MoneyColumn[],
  context: ReportContext,
): Row[] {
  const none = columns.map(() => 0)
  const build = (title: string, group: string, type: AccountType): Section => {
    const lines = linesOf(accounts, type, columns).map((line) => linePart(line, context))
    if (lines.length === 0) return { rows: [], cents: none }
    const { row, line } = sectionPart(title, group, lines, context)
    return { rows: [row], cents: line.cents }
  }
  const income = build('Income', 'Income', 'Income')
  const costs = build('Cost of Goods Sold', 'COGS', 'Cost of Goods Sold')
  const expenses = build('Expenses', 'Expenses', 'Expense')
  const otherIncome = build('Other Income', 'OtherIncome', 'Other Income')
  const otherExpenses = build('Other Expenses', 'OtherExpenses', 'Other Expense')
  const gross = less(income.cents, costs.cents)
  const operating = less(gross, expenses.cents)
  const other = less(otherIncome.cents, otherExpenses.cents)
  const net = operating.map((cents, at) => cents + other[at]!)
  const sum = (name: string, group: string, cents: readonly number[]): Row => ({
    summary: lineCells({ name, cents }, context),
    group,
  })
  return [
    ...income.rows,
    ...costs.rows,
    sum('Gross Profit', 'GrossProfit', gross),
    ...expenses.rows,
    sum('Net Operating Income', 'NetOperatingIncome', operating),
    ...otherIncome.rows,
    ...otherExpenses.rows,
    sum('Net Other Income', 'NetOtherIncome', other),
    sum('Net Income', 'NetIncome', net),
  ]
}

interface Section {
  /** None when nothing was booked. */
  readonly rows: readonly Row[]
  readonly cents: readonly number[]
}

function linesOf(
  accounts: readonly AccountMonths[],
  type: AccountType,
  columns: readonly MoneyColumn[],
): StatementLine[] {
  return accounts
    .filter(({ account }) => account.type === type)
    .map(({ account, cents }) => ({
      name: account.name,
      id: account.id,
      cents: columns.map(({ from, to }) => sumBetween(cents, from, to)),
    }))
}

/** Cents of the months from `from` to `to`, both included. */
export function sumBetween(cents: ReadonlyMap<string, number>, from: string, to: string): number {
  let sum = 0
  for (const [month, one] of cents) if (month >= from && month <= to) sum += one
  return sum
}

function less(from: readonly number[], what: readonly number[]): readonly number[] {
  return from.map((cents, at) => cents - what[at]!)
}

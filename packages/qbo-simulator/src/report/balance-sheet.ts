import { classificationOf, type AccountType } from '../books/account.js'
import { readCompanyFacts, type CompanyFacts } from './company-facts.js'
import { accountColumn, moneyColumns, type MoneyColumn } from './money-column.js'
import { totalByMonth, type AccountMonths } from './month-totals.js'
import { isOfProfit, sumBetween } from './profit-and-loss.js'
import type { ReportContext } from './report-context.js'
import type { Period, Report, Row } from './report.js'
import { linePart, sectionPart, type StatementLine, type StatementPart } from './statement-rows.js'

const firstDay = '0001-01-01'
const firstMonth = firstDay.slice(0, 7)

/** What the company has and owes at the end of the days, whatever they begin with. */
export function buildBalanceSheet(
  period: Period,
  summarizedBy: 'Total' | 'Month',
  context: ReportContext,
): Report {
  const facts = readCompanyFacts(context.realm)
  const columns = moneyColumns(period, summarizedBy, false, context)
  const accounts = totalByMonth(context.realm, facts, { first: firstDay, last: period.last })
  return {
    name: 'BalanceSheet',
    period,
    basis: 'Accrual',
    summarizedBy,
    filters: {},
    columns: [accountColumn, ...columns.map(({ column }) => column)],
    rows: accounts.length === 0 ? [] : rowsOf(accounts, columns, facts, context),
  }
}

/** Title, group, and what is in it: accounts of one type, or parts. */
type Part = readonly [title: string, group: string, held: AccountType | readonly Part[]]

const assets: Part = [
  'ASSETS',
  'TotalAssets',
  [
    [
      'Current Assets',
      'CurrentAssets',
      [
        ['Bank Accounts', 'BankAccounts', 'Bank'],
        ['Accounts Receivable', 'AR', 'Accounts Receivable'],
        ['Other Current Assets', 'OtherCurrentAssets', 'Other Current Asset'],
      ],
    ],
    ['Fixed Assets', 'FixedAssets', 'Fixed Asset'],
    ['Other Assets', 'OtherAssets', 'Other Asset'],
  ],
]
const liabilities: Part = [
  'Liabilities',
  'Liabilities',
  [
    [
      'Current Liabilities',
      'CurrentLiabilities',
      [
        ['Accounts Payable', 'AP', 'Accounts Payable'],
        ['Credit Cards', 'CreditCards', 'Credit Card'],
        ['Other Current Liabilities', 'OtherCurrentLiabilities', 'Other Current Liability'],
      ],
    ],
    ['Long-Term Liabilities', 'LongTermLiabilities', 'Long Term Liability'],
  ],
]

function rowsOf(
  accounts: readonly AccountMonths[],
  columns: readonly MoneyColumn[],
  facts: CompanyFacts,
  context: ReportContext,
): Row[] {
  const linesOf = (type: AccountType): StatementLine[] =>
    accounts
      .filter(({ account }) => account.type === type)
      .map(({ account: { id, name }, cents }) => ({
        name,
        id,
        cents: columns.map(({ to }) => sumBetween(cents, firstMonth, to)),
      }))
  const build = ([title, group, held]: Part): StatementPart[] => {
    const parts =
      typeof held === 'string' ? linesOf(held).map((line) => linePart(line, context)) : held.flatMap(build)
    return parts.length === 0 ? [] : [sectionPart(title, group, parts, context)]
  }
  const owners = equityLines(linesOf('Equity'), accounts, columns, facts).map((line) => {
    const { row } = linePart(line, context)
    return { line, row: line.id === undefined ? { ...row, group: 'NetIncome' } : row }
  })
  const sides = [...build(liabilities), sectionPart('Equity', 'Equity', owners, context)]
  const total = sectionPart('LIABILITIES AND EQUITY', 'TotalLiabilitiesAndEquity', sides, context)
  return [...build(assets), total].map(({ row }) => row)
}

/** What was earned before the fiscal year is retained; what since then is this year's. */
function equityLines(
  lines: readonly StatementLine[],
  accounts: readonly AccountMonths[],
  columns: readonly MoneyColumn[],
  { chart, firstMonth: firstOfYear }: CompanyFacts,
): StatementLine[] {
  const earned = columns.map(({ to }) => sumEarned(accounts, firstMonth, to))
  const thisYear = columns.map(({ to }) => sumEarned(accounts, fiscalYearOf(to, firstOfYear), to))
  const { id, name } = chart.account(chart.role('retained'))
  const booked = lines.find((line) => line.id === id)
  const retained = earned.map((cents, at) => cents - thisYear[at]! + (booked?.cents[at] ?? 0))
  return [
    ...lines.filter((line) => line !== booked),
    { name, id, cents: retained },
    { name: 'Net Income', cents: thisYear },
  ]
}

function sumEarned(accounts: readonly AccountMonths[], from: string, to: string): number {
  return accounts.filter(isOfProfit).reduce((sum, { account, cents }) => {
    const isEarned = classificationOf[account.type] === 'Revenue'
    return sum + (isEarned ? 1 : -1) * sumBetween(cents, from, to)
  }, 0)
}

/** The first month, `YYYY-MM`, of the fiscal year that a month is in. */
function fiscalYearOf(month: string, firstMonth: number): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  const start = number >= firstMonth ? year : year - 1
  return `${String(start).padStart(4, '0')}-${String(firstMonth).padStart(2, '0')}`
}

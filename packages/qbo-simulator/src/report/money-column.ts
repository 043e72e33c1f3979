import { say } from './language.js'
import type { ReportContext } from './report-context.js'
import type { Column, Period } from './report.js'

/** A column of amounts: the months from `from` to `to`, `YYYY-MM`, both included. */
export interface MoneyColumn {
  readonly from: string
  readonly to: string
  readonly column: Column
}

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** One column for all of the days, or one for each month of them; those of a profit and loss have a total beside them. */
export function moneyColumns(
  period: Period,
  summarizedBy: 'Total' | 'Month',
  withTotal: boolean,
  { realm }: ReportContext,
): MoneyColumn[] {
  const [from, to] = [period.first.slice(0, 7), period.last.slice(0, 7)]
  const title = say('Total', realm.language)
  const total: MoneyColumn = { from, to, column: { title, type: 'Money', metaData: { ColKey: 'total' } } }
  if (summarizedBy === 'Total') return [total]
  const months: MoneyColumn[] = []
  for (let month = from; month <= to; month = nextMonth(month)) months.push(monthColumn(month, period))
  return withTotal ? [...months, total] : months
}

/** The column of the accounts' names. */
export const accountColumn: Column = { title: '', type: 'Account', metaData: { ColKey: 'account' } }

function monthColumn(month: string, { first, last }: Period): MoneyColumn {
  const title = `${names[Number(month.slice(5)) - 1]} ${month.slice(0, 4)}`
  const StartDate = month === first.slice(0, 7) ? first : `${month}-01`
  const EndDate = month === last.slice(0, 7) ? last : lastDayOf(month)
  return {
    from: month,
    to: month,
    column: { title, type: 'Money', metaData: { StartDate, EndDate, ColKey: title } },
  }
}

function nextMonth(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 1)).toISOString().slice(0, 7)
}

function lastDayOf(month: string): string {
  return new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10)
}

import { noResourceAnswer, unsupportedAnswer, validationAnswer } from '../fault/api-fault.js'
import type { Answer } from '../http/answer.js'
import { buildBalanceSheet } from './balance-sheet.js'
import { readCompanyFacts } from './company-facts.js'
import { buildJournalReport } from './journal-report.js'
import { readPeriod } from './period.js'
import { buildProfitAndLoss } from './profit-and-loss.js'
import type { ReportContext } from './report-context.js'
import type { Period, Report } from './report.js'
import { buildTransactionList } from './transaction-list.js'
import { writeReport } from './write-report.js'

type Builder = (search: URLSearchParams, period: Period, context: ReportContext) => Report | Promise<Report>

const lists: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ['TransactionList', buildTransactionList],
  ['JournalReport', buildJournalReport],
])
const statements: ReadonlyMap<string, Builder> = new Map<string, Builder>([
  ['ProfitAndLoss', (search, period, context) => buildProfitAndLoss(period, summarizedBy(search), context)],
  ['BalanceSheet', (search, period, context) => buildBalanceSheet(period, summarizedBy(search), context)],
])

/** Whether the simulator has a report of this name. */
export function isReportName(name: string): boolean {
  return lists.has(name) || statements.has(name)
}

/** Answers `/reports/{name}`; names of reports are case-sensitive, and there are only these. */
export async function answerReport(name: string, url: URL, given: ReportContext): Promise<Answer> {
  const { realm, nowMs } = given
  const search = url.searchParams
  const build = lists.get(name) ?? statements.get(name)
  if (build === undefined || realm.lacks(name)) return noResourceAnswer(url.pathname, nowMs)
  // What is ignored is absent from the header.
  const asked = given.twist === 'report-unasked' ? new URLSearchParams() : search
  const period = readPeriod(asked, nowMs)
  if (period === undefined) {
    const detail = `Invalid date: ${search.get('start_date')}, ${search.get('end_date')}`
    return validationAnswer({ message: 'Invalid Date', detail, code: '2030' }, nowMs)
  }
  const refusal = statements.has(name) ? refuseStatement(asked) : undefined
  if (refusal !== undefined) return unsupportedAnswer(refusal, nowMs)
  const context = { ...given, isModern: given.isModern || search.has('testing_migration') }
  const report = await build(asked, period, context)
  return writeReport(report, readCompanyFacts(realm).homeCurrency, context)
}

/** What the simulator cannot work out is refused; a wrong number would be worse. */
function refuseStatement(search: URLSearchParams): string | undefined {
  const method = search.get('accounting_method') ?? 'Accrual'
  if (method !== 'Accrual')
    return `accounting_method=${method}: the simulator keeps its books on the accrual basis only`
  const by = search.get('summarize_column_by') ?? 'Total'
  if (by === 'Total' || by === 'Month') return undefined
  return `summarize_column_by=${by}: the simulator knows Total and Month`
}

function summarizedBy(search: URLSearchParams): 'Total' | 'Month' {
  return search.get('summarize_column_by') === 'Month' ? 'Month' : 'Total'
}

import { objectOf, textOf } from '../books/fields.js'
import type { Posting } from '../books/postings.js'
import { readCompanyFacts, type CompanyFacts } from './company-facts.js'
import { columnOf } from './list-column.js'
import type { ReportContext } from './report-context.js'
import type { Cell, Period, Report, Row } from './report.js'
import { fitRows } from './row-limit.js'
import { accountCell, TransactionCells } from './transaction-cell.js'
import { transactionsByDay } from './transactions-of-days.js'

const described = ['tx_date', 'txn_type', 'doc_num', 'name', 'memo'] as const
const width = described.length + 3

/** Every line of every transaction that books something, by day. */
export async function buildJournalReport(
  _: URLSearchParams,
  period: Period,
  context: ReportContext,
): Promise<Report> {
  const facts = readCompanyFacts(context.realm)
  const money = facts.isMulticurrency ? ['debt_home_amt', 'credit_home_amt'] : ['debt_amt', 'credit_amt']
  return {
    name: 'JournalReport',
    period,
    filters: {},
    columns: [...described, 'account_name', ...money].map((key) => columnOf(key, context)),
    rows: await fitRows(rowsOf(period, facts, context), width, context),
  }
}

function* rowsOf(period: Period, facts: CompanyFacts, context: ReportContext): Generator<Row> {
  let total = 0
  for (const transaction of transactionsByDay(context.realm, period, undefined, context.isModern)) {
    const cells = new TransactionCells(transaction, facts, context)
    const isWorthNothing = cells.postings.length === 0
    if (isWorthNothing && transaction.kind.entity !== 'InventoryAdjustment') continue
    const cents = cells.postings.reduce((sum, { debitCents }) => sum + debitCents, 0)
    total += cents
    const lines = isWorthNothing
      ? [emptyLine(cells, facts)]
      : cells.postings.map((posting, at) => lineOf(posting, at, cells, facts))
    const summary = isWorthNothing ? emptySum : summaryOf('', cents)
    if (context.isModern) yield { rows: lines, summary }
    else {
      yield* lines
      yield { summary }
      yield { cells: blanks(width) }
    }
  }
  if (total > 0) yield { summary: summaryOf('TOTAL', total), group: 'GrandTotal' }
}

/** Only the first line of a transaction says what it is; each has its Id. */
function lineOf(posting: Posting, at: number, cells: TransactionCells, facts: CompanyFacts): Row {
  const { account, debitCents, creditCents } = posting
  const [date, type, ...more] = described.map((key) => cells.cell(key))
  const first = at === 0 ? [date!, type!, ...more] : continuationOf(type!)
  return { cells: [...first, accountCell(account, facts), amount(debitCents), amount(creditCents)] }
}

/** As Intuit's sample of 2019 has an adjustment that changes no value. */
const emptySum: readonly Cell[] = [...blanks(width - 2), { value: '.00' }, { value: '' }]

function emptyLine(cells: TransactionCells, facts: CompanyFacts): Row {
  const account = accountCell(textOf(objectOf(cells.record, 'AdjustAccountRef'), 'value') || undefined, facts)
  return { cells: [...described.map((key) => cells.cell(key)), account, amount(0), amount(0)] }
}

function continuationOf({ id = '' }: Cell): readonly Cell[] {
  return [{ value: '0-00-00' }, { id, value: '' }, { value: '' }, { id: '', value: '' }, { value: '' }]
}

function summaryOf(title: string, cents: number): readonly Cell[] {
  return [{ value: title }, ...blanks(width - 3), amount(cents), amount(cents)]
}

function blanks(count: number): Cell[] {
  return Array.from({ length: count }, () => ({ value: '' }))
}

function amount(cents: number): Cell {
  return { value: cents === 0 ? '' : (cents / 100).toFixed(2) }
}

import { readCompanyFacts, type CompanyFacts } from './company-facts.js'
import { groupRows } from './group-rows.js'
import { columnOf } from './list-column.js'
import type { ReportContext } from './report-context.js'
import type { Period, Report, Row } from './report.js'
import { fitRows } from './row-limit.js'
import { TransactionCells } from './transaction-cell.js'
import { transactionsByDay } from './transactions-of-days.js'

/** Columns that come whatever is asked for, before the others. */
const always: readonly string[] = ['tx_date', 'txn_type']
const usual: readonly string[] = [
  ...always,
  'doc_num',
  'is_no_post',
  'name',
  'memo',
  'account_name',
  'other_account',
]

/** One row a transaction, also of those that queries hide and that book nothing. */
export async function buildTransactionList(
  search: URLSearchParams,
  period: Period,
  context: ReportContext,
): Promise<Report> {
  const facts = readCompanyFacts(context.realm)
  const type = search.get('transaction_type') ?? undefined
  const keys = keysOf(search, facts)
  // Nobody can rely on an order since 2026.
  const transactions = transactionsByDay(context.realm, period, type, context.isModern)
  function* rows(): Generator<Row> {
    for (const transaction of transactions) {
      const shown = new TransactionCells(transaction, facts, context)
      yield { cells: keys.map((key) => shown.cell(key)) }
    }
  }
  return {
    name: 'TransactionList',
    period,
    filters: type === undefined ? {} : { TransactionType: type },
    columns: keys.map((key) => columnOf(key, context)),
    rows: groupRows(await fitRows(rows(), keys.length, context), search.get('group_by'), keys),
  }
}

function keysOf(search: URLSearchParams, { isMulticurrency }: CompanyFacts): readonly string[] {
  const asked = search.get('columns')?.split(',')
  if (asked !== undefined) return [...new Set([...always, ...asked])]
  return [...usual, isMulticurrency ? 'subt_nat_home_amount' : 'subt_nat_amount']
}

import { say } from './language.js'
import type { ReportContext } from './report-context.js'
import type { Column } from './report.js'

/** Titles are for people; programs go by the key. */
const titles: Readonly<Record<string, string>> = {
  tx_date: 'Date',
  txn_type: 'Transaction Type',
  doc_num: 'Num',
  is_no_post: 'Posting',
  name: 'Name',
  dept_name: 'Department',
  memo: 'Memo/Description',
  account_name: 'Account',
  other_account: 'Split',
  due_date: 'Due Date',
  create_date: 'Create Date',
  last_mod_date: 'Last Modified',
  currency: 'Currency',
  exch_rate: 'Exchange Rate',
  subt_nat_amount: 'Amount',
  subt_nat_home_amount: 'Amount',
  debt_amt: 'Debit',
  debt_home_amt: 'Debit',
  credit_amt: 'Credit',
  credit_home_amt: 'Credit',
}

/** A column of a list of transactions. Its key is its type too, and since 2026 only that. */
export function columnOf(key: string, { realm, isModern }: ReportContext): Column {
  return {
    title: say(titles[key] ?? '', realm.language),
    type: key,
    metaData: isModern ? {} : { ColKey: key },
  }
}

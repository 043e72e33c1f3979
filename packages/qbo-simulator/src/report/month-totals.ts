import { classificationOf, type Account } from '../books/account.js'
import { postingsOf } from '../books/postings.js'
import type { Realm } from '../company/realm.js'
import type { CompanyFacts } from './company-facts.js'
import type { Period } from './report.js'
import { transactionsOf } from './transactions-of-days.js'

/** What was booked on an account, by month. */
export interface AccountMonths {
  readonly account: Account
  /** Cents by `YYYY-MM`; above zero is what makes accounts of its kind more: debits of an asset, credits of an income. */
  readonly cents: ReadonlyMap<string, number>
}

/** Every account that something was booked on in these days, by name. */
export function totalByMonth(
  realm: Realm,
  { chart }: CompanyFacts,
  period: Pick<Period, 'first' | 'last'>,
): AccountMonths[] {
  const totals = new Map<string, Map<string, number>>()
  for (const { record, kind } of transactionsOf(realm, period)) {
    for (const { account, debitCents, creditCents, date } of postingsOf(kind.entity, record(), chart)) {
      const months = totals.get(account) ?? new Map<string, number>()
      totals.set(account, months)
      const month = date.slice(0, 7)
      months.set(month, (months.get(month) ?? 0) + debitCents - creditCents)
    }
  }
  return Array.from(totals, ([id, months]) => signed(chart.account(id), months)).sort((left, right) =>
    left.account.name < right.account.name ? -1 : 1,
  )
}

function signed(account: Account, debits: ReadonlyMap<string, number>): AccountMonths {
  const classification = classificationOf[account.type]
  if (classification === 'Asset' || classification === 'Expense') return { account, cents: debits }
  return { account, cents: new Map(Array.from(debits, ([month, cents]) => [month, -cents])) }
}

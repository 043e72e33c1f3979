import { isQboError } from 'qbo-client'
import { allEnded } from '../failure/all-ended.js'
import { addDays } from '../plan/civil-date.js'
import type { Source } from '../source/source.js'
import type { CompanyMoney } from './company-money.js'
import type { Days } from './cut-days.js'
import { collectRows, type CollectedRows } from './reported-rows.js'
import type { WitnessedTypes } from './witnessed-types.js'

export interface ReportQuestion {
  readonly types: WitnessedTypes['types']
  /** One call each, and one more wherever that is too much for a report. */
  readonly spans: readonly Days[]
  readonly settledBefore: string
  readonly money: CompanyMoney
  /** Whether all is asked for at once: small answers only, since each is held while it is read. */
  readonly atOnce: boolean
}

export interface AskingScope {
  readonly source: Source
  readonly signal: AbortSignal
}

/**
 * Asks QuickBooks' reports for all transactions of an entity. A text instead says why they are not known: reports that are
 * refused, forbidden, cut off or broken say nothing about any row.
 */
export async function askReports(
  { source, signal }: AskingScope,
  { types, spans, settledBefore, money, atOnce }: ReportQuestion,
): Promise<CollectedRows | string> {
  const rows = collectRows(types, settledBefore)
  const ask = async (days: Days, asked: readonly (typeof types)[number][]): Promise<void> => {
    const { multicurrency } = money
    for await (const part of source.transactionList?.({ types: asked, ...days, multicurrency, signal }) ?? [])
      rows.add(part)
  }
  if (source.transactionList === undefined) return 'this source has no reports'
  try {
    if (atOnce) await allEnded(spans.flatMap((days) => types.map((type) => ask(days, [type]))))
    else for (const days of spans) await ask(days, types)
  } catch (error) {
    if (!isQboError(error) || signal.aborted) throw error
    return `${error.code}: ${error.message}`
  }
  return rows.collected()
}

/** Those of the transactions that the reports list now. Undefined if that cannot be found out. */
export async function stillListed(
  { source, signal }: AskingScope,
  rows: readonly { readonly id: string; readonly type: string; readonly day: string }[],
  money: CompanyMoney,
): Promise<ReadonlySet<string> | undefined> {
  const ids = new Set<string>()
  try {
    for (const type of new Set(rows.map((row) => row.type))) {
      const days = rows.filter((row) => row.type === type).map((row) => row.day)
      const from = days.reduce((a, b) => (a < b ? a : b))
      const to = addDays(
        days.reduce((a, b) => (a > b ? a : b)),
        1,
      )
      const asked = { types: [type as never], from, to, multicurrency: money.multicurrency, signal }
      for await (const part of source.transactionList?.(asked) ?? [])
        for (const { id } of part.transactions) ids.add(id)
    }
    return ids
  } catch (error) {
    if (!isQboError(error) || signal.aborted) throw error
    return undefined
  }
}

import { isQboError, type TransactionListOptions, type TransactionListPart } from 'qbo-client'
import { allEnded } from '../failure/all-ended.js'
import { addDays } from '../plan/civil-date.js'
import { createPatience, patiently, type Patience } from '../source/patience.js'
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
  /** For reports that do not come; shared by the entities of a command, so that it is lost once. */
  readonly patience?: Patience | undefined
}

/**
 * Asks QuickBooks' reports for all transactions of an entity. A text instead says why they are not known: reports that are
 * refused, forbidden, cut off or broken say nothing about any row.
 */
export async function askReports(
  scope: AskingScope,
  { types, spans, settledBefore, money, atOnce }: ReportQuestion,
): Promise<CollectedRows | string> {
  const { source, signal, patience = createPatience() } = scope
  const rows = collectRows(types, settledBefore)
  const ask = async (days: Days, asked: readonly (typeof types)[number][]): Promise<void> => {
    const { multicurrency } = money
    for await (const part of list({ source, signal, patience }, { types: asked, ...days, multicurrency }))
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

/** What the reports list, as long as any comes. */
export function list(
  { source, signal, patience = createPatience() }: AskingScope,
  question: Omit<TransactionListOptions, 'signal'>,
): AsyncIterable<TransactionListPart> {
  return patiently(
    patience,
    "QuickBooks' reports",
    signal,
    (within) => source.transactionList?.({ ...question, signal: within }) ?? nothing(),
  )
}

async function* nothing(): AsyncGenerator<never> {}

/** Those of the transactions that the reports list now. Undefined if that cannot be found out. */
export async function stillListed(
  scope: AskingScope,
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
      const asked = { types: [type as never], from, to, multicurrency: money.multicurrency }
      for await (const part of list(scope, asked)) for (const { id } of part.transactions) ids.add(id)
    }
    return ids
  } catch (error) {
    if (!isQboError(error) || scope.signal.aborted) throw error
    return undefined
  }
}

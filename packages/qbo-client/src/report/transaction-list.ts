import { isQboError, QboError, refusedOptions } from '../errors.js'
import type { CallApi } from '../api.js'
import { isHeavy } from '../http/heavy-answer.js'
import { serverTime } from '../statement/instant.js'
import { openReport } from './report.js'
import { cutReport, rowsCut, type CutReport } from './report-rows.js'
import { askReport, type ReportReader } from './run-report.js'
import type { TransactionType } from './transaction-type.js'
import {
  transactionsIn,
  type TransactionQuestion,
  type ReportedPart,
  type ReportedTransaction,
} from './transactions-in-report.js'

/** Options of `transactionList`. */
export interface TransactionListOptions {
  /**
   * Asked for one after the other, since a row does not say its type in a way that can be relied on. `any` asks for those of
   * all types at once, also of types that are no entity of the API; each then has its label alone.
   */
  readonly types: readonly TransactionType[] | 'any'
  /** First day, `YYYY-MM-DD`, included. */
  readonly from: string
  /** The day after the last one, `YYYY-MM-DD`, not included. */
  readonly to: string
  /**
   * Whether the company has switched on several currencies (`Preferences.CurrencyPrefs.MultiCurrencyEnabled`): QuickBooks
   * leaves the cells of the other amount column empty without a word.
   */
  readonly multicurrency: boolean
  /** Aborting it ends the list at once; it rejects with the signal's own reason. */
  readonly signal?: AbortSignal | undefined
}

/** Transactions of one type over some days. A large answer comes in several parts, an empty one in one. */
export interface TransactionListPart {
  /** The type of transaction that it lists, as it was asked for. */
  readonly type: TransactionType | 'any'
  /** Its first day, `YYYY-MM-DD`, included. */
  readonly from: string
  /** The day after its last one, `YYYY-MM-DD`, not included. */
  readonly to: string
  /** What the report lists, in its order. */
  readonly transactions: readonly ReportedTransaction[]
  /** The server's clock, ISO 8601 UTC. */
  readonly time?: string
  /** What was asked, for logs. */
  readonly request: string
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string
}

/**
 * Asks QuickBooks' reports which transactions there are: an engine of its own, beside that of queries. A part that is
 * truncated, or too heavy, is asked for in halves; a transaction has one day, so halves share none.
 */
export async function* listTransactions(
  call: CallApi,
  options: TransactionListOptions,
): AsyncGenerator<TransactionListPart> {
  const { types, multicurrency, signal } = options
  const first = dayOf('from', options.from)
  const end = dayOf('to', options.to)
  if (first >= end) throw invalid('to: must be a later day than from; it is not included')
  if (types.length === 0) throw invalid('types: at least one must be named')
  const amount = multicurrency ? 'subt_nat_home_amount' : 'subt_nat_amount'
  const columns = ['tx_date', 'txn_type', 'doc_num', 'last_mod_date', amount]
  for (const type of types === 'any' ? [types] : types) {
    const open = [{ first, end }]
    for (let span = open.shift(); span !== undefined; span = open.shift()) {
      const asked = { type, firstDate: dateOf(span.first), lastDate: dateOf(span.end - 1), columns }
      const part = await askFor(call, asked, signal)
      if (part !== undefined) {
        const days = { type, from: dateOf(span.first), to: dateOf(span.end) }
        for (const transactions of inPieces(part.transactions)) yield { ...part, ...days, transactions }
        continue
      }
      if (span.end - span.first === 1) throw tooMuch(asked)
      const middle = Math.floor((span.first + span.end) / 2)
      open.unshift({ first: span.first, end: middle }, { first: middle, end: span.end })
    }
  }
}

type AnsweredPart = Omit<TransactionListPart, 'type' | 'from' | 'to' | 'transactions'> & {
  readonly transactions: Iterable<ReportedTransaction>
}

const pieceLength = 5000

function* inPieces<T>(all: Iterable<T>): Generator<readonly T[]> {
  let piece: T[] = []
  let isFirst = true
  for (const each of all) {
    piece.push(each)
    if (piece.length < pieceLength) continue
    yield piece
    isFirst = false
    piece = []
  }
  if (isFirst || piece.length > 0) yield piece
}

/** Undefined where fewer days have to be asked for. */
async function askFor(
  call: CallApi,
  asked: TransactionQuestion,
  signal: AbortSignal | undefined,
): Promise<AnsweredPart | undefined> {
  const parameters = {
    start_date: asked.firstDate,
    end_date: asked.lastDate,
    ...(asked.type === 'any' ? {} : { transaction_type: asked.type }),
    group_by: 'None',
    columns: asked.columns.join(','),
  }
  try {
    const question = { name: 'TransactionList', parameters, signal }
    const { value, headers, request, intuitTid } = await askReport(call, question, readerOf(asked))
    if (value.part.kind === 'truncated') return undefined
    return {
      transactions: value.part.transactions,
      request,
      ...serverTime({ time: value.time }, headers),
      ...(intuitTid === undefined ? {} : { intuitTid }),
    }
  } catch (error) {
    // A single day that is too heavy may only have met a bad moment: its own error says so.
    if (isQboError(error) && isHeavy(error) && asked.firstDate !== asked.lastDate) return undefined
    throw error
  }
}

/** Reads the rows from the bytes, some hundred at a time: eighty thousand of them as objects are 200 MB. */
function readerOf(
  asked: TransactionQuestion,
): ReportReader<{ readonly part: ReportedPart; readonly time: string | undefined }> {
  let cut: { readonly bytes: Buffer; readonly report: CutReport } | undefined
  return {
    condense(bytes) {
      const report = cutReport(bytes)
      cut = report === undefined ? undefined : { bytes, report }
      return report?.head
    },
    async read(body, label) {
      const rows = cut === undefined ? undefined : rowsCut(cut.bytes, cut.report, label)
      cut = undefined
      const report = openReport(body, label, rows)
      return { part: await transactionsIn(report, asked, label), time: report.header['Time'] }
    },
  }
}

const dayMs = 86_400_000

/** Days since 1970. */
function dayOf(name: string, date: string): number {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(ms) || dateOf(ms / dayMs) !== date)
    throw invalid(`${name}: must be a day, such as 2024-01-31`)
  return ms / dayMs
}

function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}

function invalid(reason: string): QboError {
  return refusedOptions('The transactions cannot be listed', [{ path: '', message: reason }])
}

function tooMuch({ type, firstDate }: TransactionQuestion): QboError {
  return new QboError(
    'QBO_REPORT_TRUNCATED',
    `TransactionList: the transactions (${type}) of ${firstDate} alone are more than a report shows. Nothing is concluded from it.`,
    { issues: [{ path: `${type} ${firstDate}`, message: 'is more than a report shows' }] },
  )
}

import { QboError } from '../errors.js'
import type { OpenReport, ReportCell, ReportRow } from './report.js'
import type { TransactionType } from './transaction-type.js'

/** A transaction as QuickBooks' own report shows it. */
export interface ReportedTransaction {
  /** Its Id, as queries know it. */
  readonly id: string
  /** The type that was asked for: QuickBooks' name of it in reports, such as `Invoice`. */
  readonly type: TransactionType | 'any'
  /** What QuickBooks calls its type, in the company's language (`Cheque`): for people. */
  readonly label: string
  /** `YYYY-MM-DD`. */
  readonly txnDate: string
  /** Empty where it has none. */
  readonly docNumber: string
  /** When it was last changed, as the report says it; undefined where it does not. */
  readonly lastModified: string | undefined
  /** Exact decimal text in the home currency, such as `-24.36`; its sign follows the account. An empty cell is `0`. */
  readonly amount: string
  /** The company's home currency. */
  readonly currency: string
}

/** What a report was asked for. */
export interface TransactionQuestion {
  readonly type: TransactionType | 'any'
  /** First and last day, `YYYY-MM-DD`, both included. */
  readonly firstDate: string
  readonly lastDate: string
  /** Column keys in the order in which they were asked for; the last one is the amount. */
  readonly columns: readonly string[]
}

/** What an answer turned out to be: transactions, or a part of them only, so that fewer days have to be asked for. */
export type ReportedPart =
  | { readonly kind: 'whole'; readonly transactions: Iterable<ReportedTransaction> }
  | { readonly kind: 'truncated' }

/** QuickBooks stops at so many cells, also where it does not say so (reference: 36,349 lines of 11 columns). */
const mostCells = 400_000

/**
 * Reads the transactions of a report, and refuses one that is not an answer to what was asked.
 *
 * @throws {QboError} `QBO_REPORT_REFUSED`, see the issues: other dates, type or columns than asked; nothing, and nothing that
 * says so; a cell that cannot be read.
 */
export function transactionsIn(report: OpenReport, asked: TransactionQuestion, label: string): ReportedPart {
  const refuse = (reason: string): never => {
    throw refusal(label, reason)
  }
  checkEcho(report, asked, refuse)
  let rows = 0
  let other = 0
  const groups: Groups = { summed: 0, isLastOpen: false }
  // All of it is looked through before any of it counts.
  for (const found of transactionsOf(report, asked, refuse, groups)) {
    if (report.isEmpty === true) refuse('it says that there is no data and holds rows')
    if (other > 0) refuse(`row ${other} is no transaction`)
    rows += 1
    if (found === undefined) other = rows
  }
  if (rows === 0 && report.isEmpty !== true)
    return refuse('it is empty and does not say that there is no data')
  // A last row that is no transaction says in the company's language that there is more; so does a last group without its sum.
  const isCut =
    other > 0 || (groups.summed > 0 && groups.isLastOpen) || (rows + 1) * report.columns.length > mostCells
  if (isCut) return { kind: 'truncated' }
  const transactions = transactionsOf(report, asked, refuse) as Iterable<ReportedTransaction>
  return { kind: 'whole', transactions }
}

/** Rows below headings, which some companies' reports have although none are asked for. */
interface Groups {
  /** Those with a sum below them. */
  summed: number
  /** Whether the last one has none. */
  isLastOpen: boolean
}

/** Undefined for a row that is no transaction. */
function* transactionsOf(
  report: OpenReport,
  asked: TransactionQuestion,
  refuse: Refuse,
  groups?: Groups,
): Generator<ReportedTransaction | undefined> {
  const currency = report.header['Currency'] ?? ''
  let places: Places | undefined
  for (const cells of dataRows(report.rows, groups)) {
    places ??= placesOf(report, asked, refuse)
    const found = transactionOf(cells, places, asked, refuse)
    yield found === undefined ? undefined : { ...found, currency }
  }
}

type Refuse = (reason: string) => never

/** What an ignored parameter would leave out of the header; the dates must be the ones that were asked for. */
function checkEcho({ name, header }: OpenReport, asked: TransactionQuestion, refuse: Refuse): void {
  if (name !== 'TransactionList') refuse(`it is the report ${name}`)
  const echoed = new Map(Object.entries(header).map(([key, value]) => [fold(key), value]))
  const expected: [key: string, value: string][] = [
    ['StartPeriod', asked.firstDate],
    ['EndPeriod', asked.lastDate],
  ]
  const narrowedTo = echoed.get(fold('TransactionType')) ?? 'All'
  if (asked.type === 'any' && fold(narrowedTo) !== 'all') refuse(`it is narrowed to ${narrowedTo}`)
  if (asked.type !== 'any') expected.push(['TransactionType', asked.type])
  for (const [key, value] of expected) {
    const said = echoed.get(fold(key))
    if (said === undefined || fold(said) !== fold(value))
      refuse(`its header says ${key} ${said ?? 'nothing'}, and ${value} was asked for`)
  }
}

/** Names differ in case and underscores between the shapes of before and after 2026. */
function fold(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()
}

interface Places {
  readonly date: number
  readonly type: number
  readonly docNumber: number
  readonly lastModified: number
  readonly amount: number
}

function placesOf({ columns }: OpenReport, { columns: keys }: TransactionQuestion, refuse: Refuse): Places {
  const place = (key: string): number => {
    const index = columns.findIndex((column) => fold(column.key) === fold(key))
    return index < 0 ? refuse(`it has no column ${key}`) : index
  }
  const [date, type, docNumber, lastModified, amount] = keys.map(place) as [
    number,
    number,
    number,
    number,
    number,
  ]
  return { date, type, docNumber, lastModified, amount }
}

function transactionOf(
  cells: readonly ReportCell[],
  places: Places,
  asked: TransactionQuestion,
  refuse: Refuse,
): Omit<ReportedTransaction, 'currency'> | undefined {
  const id = cells[places.type]?.id
  if (id === undefined) return undefined
  if (!/^[!-~]{1,64}$/u.test(id)) refuse('a transaction of it has an Id that is none')
  const text = (place: number): string => cells[place]?.value ?? ''
  const txnDate = text(places.date)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(txnDate)) refuse(`the date of ${asked.type} ${id} cannot be read`)
  if (txnDate < asked.firstDate || txnDate > asked.lastDate)
    refuse(`${asked.type} ${id} is of another day than was asked for`)
  const amount = moneyOf(text(places.amount)) ?? refuse(`the amount of ${asked.type} ${id} cannot be read`)
  const modified = text(places.lastModified)
  return {
    id,
    type: asked.type,
    label: text(places.type),
    txnDate,
    docNumber: text(places.docNumber),
    lastModified: modified === '' ? undefined : modified,
    amount,
  }
}

const mostMoneyLength = 40

/** `.00`, `1,250.75`, `(1,234.56)`: exact decimal text. Undefined for what is no amount: it is not 0. */
function moneyOf(text: string): string | undefined {
  if (text === '') return '0'
  const match =
    /^(?<minus>-?)(?<open>\(?)(?<whole>\d*|\d{1,3}(?:,\d{3})+)(?<fraction>\.\d+)?(?<close>\)?)$/.exec(text)
  const { minus = '', open = '', whole = '', fraction = '', close = '' } = match?.groups ?? {}
  if (match === null || whole + fraction === '' || (open === '') !== (close === '')) return undefined
  if (open !== '' && minus !== '') return undefined
  // More than any ledger holds, and than every database takes for a number.
  if (text.length > mostMoneyLength) return undefined
  const digits = whole.replaceAll(',', '')
  return `${minus === '-' || open === '(' ? '-' : ''}${digits === '' ? '0' : digits}${fraction}`
}

function* dataRows(rows: Iterable<ReportRow>, groups: Groups | undefined): Generator<readonly ReportCell[]> {
  for (const row of rows) {
    if (row.kind === 'section') {
      yield* dataRows(row.rows, groups)
      if (groups !== undefined && row.rows.length > 0) {
        groups.isLastOpen = row.summary.length === 0
        if (!groups.isLastOpen) groups.summed += 1
      }
    }
    // Reports put empty rows between what belongs together.
    else if (row.cells.some((cell) => cell.value !== '' || cell.id !== undefined)) yield row.cells
  }
}

function refusal(label: string, reason: string): QboError {
  return new QboError(
    'QBO_REPORT_REFUSED',
    `${label}: the report is no answer to what was asked: ${reason}. Nothing is concluded from it.`,
    { request: label, issues: [{ path: '', message: reason }] },
  )
}

import { setImmediate } from 'node:timers/promises'
import { QboError } from '../errors.js'
import type { OpenReport, ReportCell, ReportColumn } from './report.js'
import { isFilled, linesOf, type Groups, type ReportLine } from './report-lines.js'
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
  | { readonly kind: 'whole'; readonly transactions: readonly ReportedTransaction[] }
  | { readonly kind: 'truncated' }

/**
 * Of so many rows at once: some ten milliseconds, so that the largest report, of a quarter of a second and more, holds up no
 * page that is to be asked for meanwhile.
 */
const rowsAtOnce = 2000

/** QuickBooks stops at so many cells, also where it does not say so (reference: 36,349 lines of 11 columns). */
const mostCells = 400_000

/**
 * Reads the transactions of a report, and refuses one that is not an answer to what was asked.
 *
 * @throws {QboError} `QBO_REPORT_REFUSED`, see the issues: other dates, type or columns than asked; nothing, and nothing that
 * says so; a cell that cannot be read; what may be a transaction, and cannot be read as one.
 */
export async function transactionsIn(
  report: OpenReport,
  asked: TransactionQuestion,
  label: string,
): Promise<ReportedPart> {
  const refuse = (reason: string): never => {
    throw refusal(label, reason)
  }
  checkEcho(report, asked, refuse)
  const transactions: ReportedTransaction[] = []
  let rows = 0
  let other = 0
  const groups: Groups = { summed: 0, isLastOpen: false }
  // All of it is looked through before any of it counts.
  for (const found of transactionsOf(report, asked, refuse, groups)) {
    if (report.isEmpty === true) refuse('it says that there is no data and holds rows')
    if (other > 0) refuse(`row ${other} is no transaction`)
    rows += 1
    if (found === undefined) other = rows
    else transactions.push(found)
    if (rows % rowsAtOnce === 0) await setImmediate()
  }
  if (rows === 0 && report.isEmpty !== true)
    return refuse('it is empty and does not say that there is no data')
  // A last row that is no transaction says in the company's language that there is more; so does a last group without its sum.
  const isCut =
    other > 0 ||
    (groups.summed > 0 && groups.isLastOpen) ||
    (rows + 1) * leavesOf(report.columns).length > mostCells
  return isCut ? { kind: 'truncated' } : { kind: 'whole', transactions }
}

/** Undefined for a row that is no transaction. */
function* transactionsOf(
  report: OpenReport,
  asked: TransactionQuestion,
  refuse: Refuse,
  groups: Groups,
): Generator<ReportedTransaction | undefined> {
  let known: Places | undefined
  const places = (): Places => (known ??= placesOf(report, asked, refuse))
  const isTransaction = (cells: readonly ReportCell[]): boolean =>
    cells.some(isFilled) && cells[places().type]?.id !== undefined
  for (const line of linesOf(report.rows, isTransaction, groups)) {
    if (isTransaction(line.cells)) yield transactionOf(line.cells, places(), asked, refuse)
    else if (isOfNoTransaction(line, places(), refuse)) continue
    else yield undefined
  }
}

/** Whether a line without an Id of a transaction need be none. A heading or a sum that may have lost its Id is refused. */
function isOfNoTransaction({ cells, kind }: ReportLine, places: Places, refuse: Refuse): boolean {
  if (kind === 'row') return false
  const [first = { value: '' }] = cells
  // A heading names in its first cell what it stands above, such as a customer; a sum has an amount as well.
  const others = cells.filter((cell, place) => place > 0 && place !== places.amount && isFilled(cell))
  const isNamed =
    cells.slice(1).some(({ id }) => id !== undefined) ||
    others.some(({ value }) => moneyOf(value) === undefined)
  if (kind === 'part') return !isNamed && !isFilled(first)
  const date = cells[places.date] ?? { value: '' }
  const isDated =
    /^\d{1,4}\D\d{1,2}\D\d/.test(date.value) && (date.id !== undefined || cells.filter(isFilled).length > 1)
  if (isNamed || isDated || (first.id !== undefined && others.length > 0))
    refuse('a heading or a sum of it may be a transaction, and has no Id of one')
  return true
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
  /** Of how many. */
  readonly count: number
  /** What its amounts are in. */
  readonly currency: string
}

function placesOf(
  { columns, header }: OpenReport,
  { columns: keys }: TransactionQuestion,
  refuse: Refuse,
): Places {
  const leaves = leavesOf(columns)
  const place = (key: string): number => {
    const found = leaves.flatMap((column, index) => (fold(column.key) === fold(key) ? [index] : []))
    if (found.length > 1) refuse(`it has several columns ${key}`)
    return found[0] ?? refuse(`it has no column ${key}`)
  }
  const [date, type, docNumber, lastModified, amount] = keys.map(place) as [
    number,
    number,
    number,
    number,
    number,
  ]
  return {
    date,
    type,
    docNumber,
    lastModified,
    amount,
    count: leaves.length,
    currency: header['Currency'] ?? '',
  }
}

/** A heading over several columns has no cells of its own. */
function leavesOf(columns: readonly ReportColumn[]): readonly ReportColumn[] {
  return columns.flatMap((column) => (column.columns.length === 0 ? [column] : leavesOf(column.columns)))
}

function transactionOf(
  cells: readonly ReportCell[],
  places: Places,
  asked: TransactionQuestion,
  refuse: Refuse,
): ReportedTransaction {
  const id = cells[places.type]?.id ?? ''
  if (!/^[!-~]{1,64}$/u.test(id)) refuse('a transaction of it has an Id that is none')
  if (cells.length !== places.count)
    refuse(`${asked.type} ${id} has ${cells.length} cells, and there are ${places.count} columns`)
  const text = (place: number): string => cells[place]?.value ?? ''
  const txnDate = text(places.date)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(txnDate)) refuse(`the date of ${asked.type} ${id} cannot be read`)
  if (txnDate < asked.firstDate || txnDate > asked.lastDate)
    refuse(`${asked.type} ${id} is of ${txnDate}, and ${asked.firstDate} to ${asked.lastDate} was asked for`)
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
    currency: places.currency,
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

function refusal(label: string, reason: string): QboError {
  return new QboError(
    'QBO_REPORT_REFUSED',
    `${label}: the report is no answer to what was asked: ${reason}. Nothing is concluded from it.`,
    { request: label, issues: [{ path: '', message: reason }] },
  )
}

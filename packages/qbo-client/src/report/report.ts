import { unexpected } from '../answer/shape.js'
import { isObject } from '../http/fault-body.js'
import { known, memberOf, unreadMember, type Json, type KnownMembers } from './member.js'

/** A report of QuickBooks, whatever its shape was before or after the modernisation of 2026. */
export interface Report {
  /** `TransactionList`, `ProfitAndLoss` … as the answer names itself. */
  readonly name: string
  /** All texts of the header: `StartPeriod`, `EndPeriod`, `Currency`, `ReportBasis`, and each filter that was applied. */
  readonly header: Readonly<Record<string, string>>
  /** What QuickBooks says of an empty report (`NoReportData`): true, it is empty; undefined, it does not say. */
  readonly isEmpty: boolean | undefined
  /** Its columns, from the left. */
  readonly columns: readonly ReportColumn[]
  /** Its rows, as they are nested. */
  readonly rows: readonly ReportRow[]
}

/** A column of a report. */
export interface ReportColumn {
  /** `tx_date`, `subt_nat_amount` …: from ColKey, else ColType. Never the title, which is in the company's language. */
  readonly key: string
  /** What stands above it; may be empty. */
  readonly title: string
  /** Columns below this one, where a heading stands over several. */
  readonly columns: readonly ReportColumn[]
}

/** A row of a report: cells, or a section with rows of its own. */
export type ReportRow =
  | {
      /** A row of cells, and nothing below it. */
      readonly kind: 'data'
      /** Its cells, one a column. */
      readonly cells: readonly ReportCell[]
    }
  | {
      /** Rows below a heading. */
      readonly kind: 'section'
      /** Of sections at the top: `Income`, `GrandTotal` … */
      readonly group?: string
      /** The cells above it, or those of the row itself where rows stand below a row; may be none. */
      readonly heading: readonly ReportCell[]
      /** What stands in it. */
      readonly rows: readonly ReportRow[]
      /** The cells below it, such as its total; may be none. */
      readonly summary: readonly ReportCell[]
    }

/** A cell of a report. */
export interface ReportCell {
  /** Money is decimal text, such as `-24.36`; empty stands for nothing. */
  readonly value: string
  /** Id of the transaction, account, customer … that the cell names. */
  readonly id?: string
}

/**
 * Reads an answer of the Reports API. Members are known in any case of their letters, and rows also as a bare list.
 *
 * @throws {QboError} `QBO_UNEXPECTED_RESPONSE` where a member that decides is of another shape, or where one of an unknown name
 * may hold cells: never a report without rows.
 */
export function readReport(body: unknown, label: string): Report {
  const { rows, ...head } = openReport(body, label)
  return { ...head, rows: [...rows] }
}

/** A report whose rows are read as they are walked over, each time anew: all of a large one would be 200 MB of objects. */
export type OpenReport = Omit<Report, 'rows'> & { readonly rows: Iterable<ReportRow> }

/**
 * The same as {@link readReport}; what is wrong with a row is thrown when the row is come to.
 *
 * @param cut its rows, where they were cut out of it before it was parsed
 */
export function openReport(body: unknown, label: string, cut?: Iterable<unknown>): OpenReport {
  const refuse = (place: string): never => {
    throw unexpected(label, `${place} is not what a report has there`)
  }
  const report = isObject(body) ? body : refuse('the answer')
  const header = objectAt(report, 'Header', refuse) ?? refuse('Header')
  refuseUnread(report, reportMembers, true, refuse)
  return {
    name: textAt(header, 'ReportName', refuse) || refuse('Header.ReportName'),
    header: textsOf(header),
    isEmpty: emptiness(header, refuse),
    columns: listAt(report, 'Columns', 'Column', refuse).map((column) => columnOf(column, refuse)),
    rows: { [Symbol.iterator]: () => rowsOf(rowsAt(report, cut, refuse), refuse) },
  }
}

function rowsAt(report: Json, cut: Iterable<unknown> | undefined, refuse: Refuse): Iterable<unknown> {
  const left = listAt(report, 'Rows', 'Row', refuse)
  return cut === undefined ? left : left.length === 0 ? cut : refuse('Rows')
}

function* rowsOf(rows: Iterable<unknown>, refuse: Refuse): Generator<ReportRow> {
  for (const row of rows) yield rowOf(row, refuse)
}

type Refuse = (place: string) => never

const reportMembers = known('Header', 'Columns', 'Rows')
const rowMembers = known('ColData', 'Header', 'Rows', 'Summary', 'type', 'group')
const holderMembers = known('ColData')
const cellMembers = known('value', 'id')

/** What nobody reads is no reason to refuse a report, unless it may hold cells: of those none may be passed over. */
function refuseUnread(holder: Json, members: KnownMembers, isRead: boolean, refuse: Refuse): void {
  const name = unreadMember(holder, members, isRead)
  if (name !== undefined) refuse(`the member ${name.slice(0, 40)}`)
}

function emptiness(header: Json, refuse: Refuse): boolean | undefined {
  for (const option of listIn(memberOf(header, 'Option'), 'Header.Option', refuse)) {
    if (!isObject(option)) refuse('Header.Option')
    else if (textAt(option, 'Name', refuse) === 'NoReportData') {
      const value = textAt(option, 'Value', refuse).toLowerCase()
      return value === 'true' ? true : value === 'false' ? false : refuse('NoReportData')
    }
  }
  return undefined
}

function columnOf(column: unknown, refuse: Refuse): ReportColumn {
  if (!isObject(column)) return refuse('Columns.Column')
  const named = listIn(memberOf(column, 'MetaData'), 'Column.MetaData', refuse)
    .filter(isObject)
    .find((entry) => textAt(entry, 'Name', refuse) === 'ColKey')
  const key = named === undefined ? '' : textAt(named, 'Value', refuse)
  return {
    key: key === '' ? textAt(column, 'ColType', refuse) : key,
    title: textAt(column, 'ColTitle', refuse),
    columns: listAt(column, 'Columns', 'Column', refuse).map((inner) => columnOf(inner, refuse)),
  }
}

/**
 * A row with cells of its own is data, with or without a type; with rows below it, it is their heading. Anything else is a
 * section, also an empty one.
 */
function rowOf(row: unknown, refuse: Refuse): ReportRow {
  if (!isObject(row)) return refuse('Rows.Row')
  const cells = cellsOf(row, refuse)
  const [above, summary] = (['Header', 'Summary'] as const).map((part) => {
    const held = objectAt(row, part, refuse)
    if (held === undefined) return []
    const inner = cellsOf(held, refuse)
    refuseUnread(held, holderMembers, inner.length > 0, refuse)
    return inner
  }) as [readonly ReportCell[], readonly ReportCell[]]
  // Two rows of cells above the same rows: which of them is one of the columns nobody knows.
  if (cells.length > 0 && above.length > 0) refuse('Rows.Row')
  const heading = cells.length > 0 ? cells : above
  const rows = listAt(row, 'Rows', 'Row', refuse).map((inner) => rowOf(inner, refuse))
  const isRead = heading.length + summary.length + rows.length > 0
  refuseUnread(row, rowMembers, isRead, refuse)
  if (!Object.keys(row).some((name) => rowMembers.has(name.toLowerCase()))) refuse('Rows.Row')
  const hasCells = (memberOf(row, 'ColData') ?? undefined) !== undefined
  if (hasCells && above.length + summary.length + rows.length === 0) return { kind: 'data', cells }
  const group = textAt(row, 'group', refuse)
  return { kind: 'section', ...(group === '' ? {} : { group }), heading, rows, summary }
}

function cellsOf(holder: Json, refuse: Refuse): readonly ReportCell[] {
  return listIn(memberOf(holder, 'ColData'), 'ColData', refuse).map((cell) => {
    if (!isObject(cell)) return refuse('ColData')
    refuseUnread(cell, cellMembers, true, refuse)
    const id = textAt(cell, 'id', refuse)
    return { value: textAt(cell, 'value', refuse), ...(id === '' ? {} : { id }) }
  })
}

/** The list at `holder.outer.inner`, or a bare one at `holder.outer`; none, null and `{}` are empty. */
function listAt(holder: Json, outer: string, inner: string, refuse: Refuse): readonly unknown[] {
  const value = memberOf(holder, outer)
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  if (!isObject(value)) return refuse(outer)
  const place = `${outer}.${inner}`
  const list = memberOf(value, inner)
  // Members of another name would be rows that nobody reads.
  if (list === undefined && Object.keys(value).length > 0) return refuse(place)
  const read = listIn(list, place, refuse)
  refuseUnread(value, known(inner), Array.isArray(list), refuse)
  return read
}

/** A list; one object stands for a list of one. */
function listIn(value: unknown, place: string, refuse: Refuse): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value
  return isObject(value) ? [value] : refuse(place)
}

function objectAt(holder: Json, name: string, refuse: Refuse): Json | undefined {
  const value = memberOf(holder, name)
  if (value === undefined || value === null) return undefined
  return isObject(value) ? value : refuse(name)
}

/** A text, or a number as text; none and null are ''. */
function textAt(holder: Json, name: string, refuse: Refuse): string {
  const value = memberOf(holder, name)
  if (value === undefined || value === null) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? value : refuse(name)
}

function textsOf(header: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(header).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

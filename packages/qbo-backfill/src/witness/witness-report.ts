import { counted, grouped } from '../verdict/counted.js'
import type { EntityName } from 'qbo-client'
import type { Check } from '../verdict/check.js'
import { missingRowText, type MissingRow } from '../verdict/missing-row.js'
import { sumOfDecimals } from '../verdict/decimal.js'
import { worst, type Colour } from '../verdict/colour.js'
import type { WitnessReport } from '../verdict/witness.js'
import type { ReportedRow } from '../store/compare-reported.js'
import type { Findings, Witnessed } from './witness-entity.js'

const nothing = {
  transactions: 0,
  sum: null,
  currency: '',
  found: 0,
  lost: 0,
  deleted: 0,
  unlisted: 0,
  differing: 0,
} as const

function notWitnessed(reason: string): WitnessReport {
  return { outcome: 'notWitnessed', reason, ...nothing }
}

export function witnessReport(witnessed: Witnessed): WitnessReport {
  if (witnessed.outcome === 'notWitnessed') return notWitnessed(witnessed.reason)
  const { months, currency, found, lost, tombstoned, unlisted, open, differing, refused } = witnessed
  const { doubtful, unanswered, noAmounts } = witnessed
  const sums = months.flatMap(({ reportedSum }) => reportedSum ?? [])
  return {
    outcome: 'witnessed',
    transactions: months.reduce((sum, month) => sum + month.reported, 0),
    sum: sums.length === 0 ? null : sumOfDecimals(sums),
    currency,
    found: found.length,
    lost: lost.length,
    deleted: tombstoned,
    unlisted: unlisted.length + open + unanswered.length,
    differing: differing.length,
    ...(doubtful.length === 0 ? {} : { doubtful: doubtful.length }),
    ...(noAmounts === undefined ? {} : { noAmounts }),
    ...(found.length === 0 ? {} : { foundRows: found.slice(0, mostNamed).map(({ row }) => row) }),
    ...(refused.length === 0 ? {} : { refusedRows: refused.slice(0, mostNamed).map(reportedRow) }),
  }
}

function reportedRow({ id, day, amount }: ReportedRow): MissingRow {
  return { id, date: day, ...(amount === null ? {} : { amount }) }
}

/** Each a sentence's half that is not green, with its colour. */
type Remark = readonly [colour: Colour, text: string]

/** Where nothing is written: what was found stays absent, and what is gone stays live. */
export interface OnlyLooked {
  /** Rows of which it has been said already that they are gone. */
  readonly knownToBeGone: number
}

/** Undefined where nothing was witnessed: that has no colour, and the report says it. */
export function witnessCheck(
  entity: EntityName,
  witnessed: Witnessed,
  onlyLooked?: OnlyLooked,
): Check | undefined {
  if (witnessed.outcome === 'notWitnessed') return undefined
  const report = witnessReport(witnessed)
  const remarks = [...remarksOn(witnessed, onlyLooked), ...remarksOnGone(witnessed, onlyLooked)]
  const { noAmounts, nothing: zero } = witnessed
  const but = noAmounts === undefined ? '' : `; amounts are not compared, since ${noAmounts}`
  const gone =
    report.deleted === 0
      ? ''
      : `; ${counted(report.deleted, 'row was', 'rows were')} deleted at QuickBooks, which it had not told`
  const sum = report.sum === null ? '' : `, sum ${report.sum} ${report.currency}`.trimEnd()
  const message =
    remarks.length === 0
      ? `${counted(report.transactions, 'transaction')}${sum}, as QuickBooks' own report has them${gone}${but}.`
      : `${remarks.map(([, text]) => text).join('; ')}${gone}${but}.`
  return {
    entity,
    name: 'witness',
    status: remarks.length === 0 ? 'green' : worst(remarks.map(([colour]) => colour)),
    message: `${entity}: ${message}`,
    details: { ...report, nothing: zero, ...detailsOf(witnessed), ...goneOf(witnessed, onlyLooked) },
  }
}

function remarksOnGone({ gone }: Findings, onlyLooked: OnlyLooked | undefined): readonly Remark[] {
  const untold = onlyLooked === undefined ? 0 : gone.length - onlyLooked.knownToBeGone
  return remark(
    'yellow',
    Math.max(0, untold),
    (rows) =>
      `${counted(rows, 'row is', 'rows are')} gone at QuickBooks, which had not told it, ${listed(gone.map((id) => ({ id })))}: a sync with its sweep marks them`,
  )
}

function remarksOn(
  { found, lost, unlisted, nothing: zero, open, unanswered, differing, doubtful }: Findings,
  onlyLooked: OnlyLooked | undefined,
): readonly Remark[] {
  const [first] = differing
  return [
    ...remark('red', lost.length, (rows) => {
      const such = listed(lost.map(({ id, day }) => ({ id, date: day })))
      return `QuickBooks' own report lists ${counted(rows, 'transaction')} that could not be read by Id or stored, ${such}`
    }),
    ...remark(onlyLooked === undefined ? 'yellow' : 'red', found.length, (rows) => {
      const such = listed(found.map(({ row }) => row))
      if (onlyLooked !== undefined)
        return `QuickBooks' own report lists ${counted(rows, 'transaction that is', 'transactions that are')} not in the table, ${such}: read the range again with qbo-backfill run`
      return `${counted(rows, 'row')} that no query had shown, ${such}, ${rows === 1 ? 'is' : 'are'} in the table now`
    }),
    ...remark('yellow', unlisted.length, (rows) => {
      const voided = zero === 0 ? '' : ` (${zero} of them voided or of no amount)`
      return `QuickBooks' own report does not list ${counted(rows, 'row')} that it gives by Id, ${listed(unlisted)}${voided}`
    }),
    ...remark('yellow', doubtful.length, (rows) => {
      const such = listed(doubtful.map((id) => ({ id })))
      return `QuickBooks does not give ${counted(rows, 'row')} by Id any more, ${such}, and has not told that ${rows === 1 ? 'it is' : 'they are'} deleted: ${rows === 1 ? 'it stays' : 'they stay'} in the table`
    }),
    ...remark('yellow', unanswered.length, (rows) => {
      const such = listed(unanswered.map((id) => ({ id })))
      return `QuickBooks does not answer for ${counted(rows, 'row')} by Id, ${such}, so it is not known whether ${rows === 1 ? 'it is' : 'they are'} gone`
    }),
    ...remark(
      'yellow',
      open,
      (rows) =>
        `${counted(rows, 'more that it does not list has', 'more that it does not list have')} not been looked up`,
    ),
    ...remark(
      'yellow',
      differing.length,
      (rows) =>
        `the ${rows === 1 ? 'amount of 1 differs' : `amounts of ${grouped(rows)} differ`}, such as Id ${first?.id}: ${first?.reported} in QuickBooks' own report, ${first?.stored} in the table`,
    ),
  ]
}

/** What a look finds that writes nothing. */
function goneOf({ gone }: Findings, onlyLooked: OnlyLooked | undefined): Check['details'] {
  if (onlyLooked === undefined) return {}
  const untold = Math.max(0, gone.length - onlyLooked.knownToBeGone)
  return {
    onlyLooked: true,
    gone: untold,
    goneRows: untold === 0 ? [] : gone.slice(0, mostNamed).map((id) => ({ id })),
  }
}

function remark(colour: Colour, rows: number, text: (rows: number) => string): readonly Remark[] {
  return rows === 0 ? [] : [[colour, text(rows)]]
}

function listed(rows: readonly MissingRow[]): string {
  return `such as ${rows.slice(0, 3).map(missingRowText).join('; ')}`
}

/** How many rows a check names. */
const mostNamed = 20

function detailsOf(findings: Findings): Check['details'] {
  const { found, lost, unlisted, open, unanswered, differing, doubtful } = findings
  return {
    foundRows: found.slice(0, mostNamed).map(({ row }) => row),
    lostRows: lost.slice(0, mostNamed).map(({ id, type, day }) => ({ id, type, day })),
    unlistedRows: unlisted.slice(0, mostNamed),
    differingRows: differing
      .slice(0, mostNamed)
      .map(({ id, type, day, reported, stored }) => ({ id, type, day, reported, stored })),
    ...namedById('doubtfulRows', doubtful),
    ...namedById('unansweredRows', unanswered),
    open,
    ...(unanswered.length === 0 ? {} : { unanswered: unanswered.length }),
  }
}

function namedById(name: string, ids: readonly string[]): Check['details'] {
  return ids.length === 0 ? {} : { [name]: ids.slice(0, mostNamed).map((id) => ({ id })) }
}

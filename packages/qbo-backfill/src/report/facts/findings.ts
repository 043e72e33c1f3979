import type { Check } from '../../verdict/check.js'
import type { Colour } from '../../verdict/colour.js'
import type { MissingRow } from '../../verdict/missing-row.js'
import type { RowDrift } from '../../verdict/row-drift.js'
import type { Reconciliation } from '../../verdict/reconciliation.js'
import type { WitnessReport } from '../../verdict/witness.js'
import type { NamedRows } from './named-rows.js'
import type { ReportedReject } from './reported-rejects.js'

/** What findings are made of, whatever was looked at. */
export interface FindingSource {
  readonly report: {
    readonly realmId: string
    readonly environment: string
    readonly entities: readonly {
      readonly entity: string
      readonly reconciliation?: Reconciliation | null | undefined
      readonly witness?: WitnessReport | undefined
    }[]
  }
  readonly checks: readonly Check[]
  /** Rows that checks name by Id, as a person knows them. */
  readonly named: NamedRows
  readonly rejects: readonly ReportedReject[]
}

/** A check that does not hold, with the records that it is about. */
export interface Finding {
  readonly check: Check
  readonly rows: readonly FindingRow[]
  /** Of it, records that are not among the rows. */
  readonly more: number
}

export interface FindingRow {
  readonly row: MissingRow
  /** Why it stands there, where the check does not say it. */
  readonly reject?: ReportedReject | undefined
  readonly drift?: RowDrift | undefined
  readonly amounts?: { readonly reported: string; readonly stored: string } | undefined
  readonly names?: { readonly entity: string; readonly id: string } | undefined
}

export function findingsOf(evidence: FindingSource, colour: Exclude<Colour, 'green'>): readonly Finding[] {
  return evidence.checks
    .filter(({ status }) => status === colour)
    .map((check) => {
      const { rows, total } = (rowsOf[check.name] ?? namedRowsOf)(check, evidence)
      return { check, rows, more: Math.max(0, total - rows.length) }
    })
}

interface Rows {
  readonly rows: readonly FindingRow[]
  readonly total: number
}

type RowsOf = (check: Check, evidence: FindingSource) => Rows

const rowsOf: Readonly<Record<string, RowsOf>> = {
  proof(check, { report }) {
    const { missing = 0, missingRows = [] } =
      report.entities.find(({ entity }) => entity === check.entity)?.reconciliation ?? {}
    return check.status === 'red'
      ? { rows: missingRows.map((row) => ({ row })), total: missing }
      : { rows: [], total: 0 }
  },
  rejects: rejectedRows,
  // Of a verification and a sync.
  stored: rejectedRows,
  whole: rejectedRows,
  current(check, { named }) {
    const known = rowsById(named, check.entity)
    const rows = (['appeared', 'changed', 'left'] as const).flatMap((drift) =>
      idsIn(check, `${drift}Ids`).map((id) => ({ row: known.get(id) ?? { id }, drift })),
    )
    return { rows, total: numberIn(check, 'count') }
  },
  witness(check) {
    const listed = [
      'lostRows',
      'foundRows',
      'unlistedRows',
      'goneRows',
      'doubtfulRows',
      'unansweredRows',
    ].flatMap((name) => recordsIn(check, name))
    const differing = recordsIn(check, 'differingRows')
    const rows = [
      ...listed.map((found) => ({ row: rowIn(found) })),
      ...differing.map((found) => ({ row: rowIn(found), amounts: amountsIn(found) })),
    ]
    const total = ['lost', 'found', 'unlisted', 'differing', 'gone', 'doubtful'].reduce(
      (sum, name) => sum + numberIn(check, name),
      0,
    )
    return { rows, total }
  },
  references(check) {
    const rows = recordsIn(check, 'namedBy').map(({ entity, id, by }) => ({
      row: rowIn(by as Details),
      names: { entity: textOf(entity), id: textOf(id) },
    }))
    return { rows, total: rows.length }
  },
}

type Details = Check['details']

/** What a check names by its Id, and the table knows. */
function namedRowsOf(check: Check, { named }: FindingSource): Rows {
  const ids = new Set(['ids', 'undated', 'unreadable'].flatMap((name) => idsIn(check, name)))
  const known = rowsById(named, check.entity)
  const total = numberIn(check, 'count') + numberIn(check, 'unreadableCount')
  return { rows: [...ids].map((id) => ({ row: known.get(id) ?? { id } })), total }
}

function rejectedRows(check: Check, { rejects, report }: FindingSource): Rows {
  const own = rejects.filter(({ entity }) => entity === check.entity)
  const nameless = own.filter(({ row }) => row === undefined)
  const listed = report.entities.find(({ entity }) => entity === check.entity)?.witness?.refusedRows ?? []
  // Which is which is known only where there is one; that they are these is known where they are as many.
  const said = listed.length === nameless.length ? listed : []
  const [only] = nameless.length === 1 ? nameless : []
  const rows = [
    ...own.flatMap((reject) => (reject.row === undefined ? [] : [{ row: reject.row, reject }])),
    ...said.map((row) => (only === undefined ? { row } : { row, reject: only })),
  ]
  const counts = ['count', 'open', 'saved', 'acknowledged'].map((name) => numberIn(check, name))
  return { rows, total: counts.reduce((sum, count) => sum + count, 0) }
}

function rowsById(named: NamedRows, entity: string): ReadonlyMap<string, MissingRow> {
  return new Map((named[entity] ?? []).map((row) => [row.id, row]))
}

function idsIn({ details }: Check, name: string): readonly string[] {
  const value = details[name]
  return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []
}

function numberIn({ details }: Check, name: string): number {
  const value = details[name]
  return typeof value === 'number' ? value : 0
}

function recordsIn({ details }: Check, name: string): readonly Details[] {
  const value = details[name]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : []
}

/** Rows that reports list have a day where others have a date. */
function rowIn(found: Details | undefined): MissingRow {
  const texts = {
    number: found?.['number'],
    date: found?.['date'] ?? found?.['day'],
    name: found?.['name'],
    amount: found?.['amount'],
  }
  const said = Object.entries(texts).filter(([, text]) => typeof text === 'string')
  return { id: textOf(found?.['id']), ...Object.fromEntries(said) }
}

function amountsIn({ reported, stored }: Details): FindingRow['amounts'] {
  return { reported: textOf(reported), stored: textOf(stored) }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

import type { Check } from '../../verdict/check.js'
import type { Colour } from '../../verdict/colour.js'
import type { MissingRow } from '../../verdict/missing-row.js'
import type { Evidence } from './evidence.js'
import type { ReportedReject } from './reported-rejects.js'

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
  readonly amounts?: { readonly reported: string; readonly stored: string } | undefined
  readonly names?: { readonly entity: string; readonly id: string } | undefined
}

export function findingsOf(evidence: Evidence, colour: Exclude<Colour, 'green'>): readonly Finding[] {
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

type RowsOf = (check: Check, evidence: Evidence) => Rows

const rowsOf: Readonly<Record<string, RowsOf>> = {
  proof(check, { report }) {
    const { missing = 0, missingRows = [] } =
      report.entities.find(({ entity }) => entity === check.entity)?.reconciliation ?? {}
    return check.status === 'red'
      ? { rows: missingRows.map((row) => ({ row })), total: missing }
      : { rows: [], total: 0 }
  },
  rejects(check, { rejects }) {
    const own = rejects.filter(({ entity }) => entity === check.entity)
    const rows = own.flatMap((reject) => (reject.row === undefined ? [] : [{ row: reject.row, reject }]))
    const total = ['open', 'saved', 'acknowledged'].reduce((sum, name) => sum + numberIn(check, name), 0)
    return { rows, total }
  },
  witness(check) {
    const listed = ['lostRows', 'foundRows', 'unlistedRows'].flatMap((name) => recordsIn(check, name))
    const differing = recordsIn(check, 'differingRows')
    const rows = [
      ...listed.map((found) => ({ row: rowIn(found) })),
      ...differing.map((found) => ({ row: rowIn(found), amounts: amountsIn(found) })),
    ]
    const total = ['lost', 'found', 'unlisted', 'differing'].reduce(
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
function namedRowsOf(check: Check, { named }: Evidence): Rows {
  const listed = ['ids', 'undated', 'unreadable'].flatMap((name) => check.details[name] ?? []) as unknown[]
  const ids = [...new Set(listed.filter((id) => typeof id === 'string'))]
  const known = new Map((named[check.entity] ?? []).map((row) => [row.id, row]))
  const total = numberIn(check, 'count') + numberIn(check, 'unreadableCount')
  return { rows: ids.map((id) => ({ row: known.get(id) ?? { id } })), total }
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

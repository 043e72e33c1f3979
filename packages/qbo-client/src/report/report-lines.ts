import type { ReportCell, ReportRow } from './report.js'

/** Cells that stand side by side in a report. */
export interface ReportLine {
  readonly cells: readonly ReportCell[]
  /**
   * `row`: a row of its own. `edge`: a heading, or a sum. `part`: what stands below a transaction, such as the accounts that it is
   * split between.
   */
  readonly kind: 'row' | 'edge' | 'part'
}

/** Rows below headings, which some companies' reports have although none are asked for. */
export interface Groups {
  /** Those with a sum below them. */
  summed: number
  /** Whether the last one has none. */
  isLastOpen: boolean
}

/** All cells of a report, line by line, wherever they stand; without the empty lines between what belongs together. */
export function* linesOf(
  rows: Iterable<ReportRow>,
  isTransaction: (cells: readonly ReportCell[]) => boolean,
  groups: Groups,
  kind: 'row' | 'part' = 'row',
): Generator<ReportLine> {
  for (const row of rows) {
    if (row.kind === 'data') {
      if (row.cells.some(isFilled)) yield { cells: row.cells, kind }
      continue
    }
    const { heading, summary } = row
    const isOfTransaction = isTransaction(heading)
    if (heading.some(isFilled)) yield { cells: heading, kind: 'edge' }
    yield* linesOf(row.rows, isTransaction, groups, isOfTransaction ? 'part' : kind)
    if (summary.some(isFilled)) yield { cells: summary, kind: 'edge' }
    if (row.rows.length > 0 && !isOfTransaction) {
      groups.isLastOpen = summary.length === 0
      if (!groups.isLastOpen) groups.summed += 1
    }
  }
}

export function isFilled({ value, id }: ReportCell): boolean {
  return value !== '' || id !== undefined
}

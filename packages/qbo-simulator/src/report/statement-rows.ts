import { say } from './language.js'
import { moneyText } from './money.js'
import type { ReportContext } from './report-context.js'
import type { Cell, Row } from './report.js'

/** A line of a statement: an account, or a sum; an amount in cents for each column. */
export interface StatementLine {
  readonly name: string
  readonly id?: string
  readonly cents: readonly number[]
}

/** Something in a section, and what it adds to the section's sum. */
export interface StatementPart {
  readonly row: Row
  readonly line: StatementLine
}

/** The cells of a line. */
export function lineCells({ name, id, cents }: StatementLine, context: ReportContext): readonly Cell[] {
  const title = id === undefined ? { value: say(name, context.realm.language) } : { value: name, id }
  return [title, ...cents.map((one) => ({ value: moneyText(one, context) }))]
}

export function linePart(line: StatementLine, context: ReportContext): StatementPart {
  return { line, row: { cells: lineCells(line, context) } }
}

/** A section of at least one part, with its sum. */
export function sectionPart(
  title: string,
  group: string,
  parts: readonly StatementPart[],
  context: ReportContext,
): StatementPart {
  const cents = addUp(parts.map(({ line }) => line))
  const total = title === title.toUpperCase() ? 'TOTAL' : 'Total'
  const line = { name: `${total} ${title}`, cents }
  const heading = [{ value: say(title, context.realm.language) }, ...cents.map(() => ({ value: '' }))]
  return {
    line,
    row: { heading, rows: parts.map(({ row }) => row), summary: lineCells(line, context), group },
  }
}

function addUp(lines: readonly StatementLine[]): readonly number[] {
  const width = lines[0]?.cents.length ?? 0
  return Array.from({ length: width }, (_, at) => lines.reduce((sum, { cents }) => sum + cents[at]!, 0))
}

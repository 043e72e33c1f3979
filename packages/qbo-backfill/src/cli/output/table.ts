import { padTo, widthOf } from './columns.js'
import { widthOfTerminal } from './terminal-width.js'
import { printableLine } from './printable.js'

/**
 * A plain text table; columns of numbers are aligned to the right. It is no wider than the terminal: long cells go on in
 * the next line, between words; where that does not do, each row is a list of its cells.
 *
 * @param width in columns
 */
export function formatTable(
  head: readonly string[],
  texts: readonly (readonly string[])[],
  width: number = widthOfTerminal(),
): string {
  const rows = texts.map((row) => head.map((_, at) => printableLine(row[at] ?? '')))
  const columns = head.map((name, at) => [name, ...rows.map((row) => row[at] ?? '')])
  const widths = fit(columns, width)
  if (widths === undefined) return rows.map((row) => listOf(head, row, width)).join('\n')
  const isNumeric = columns.map(([, ...cells]) => cells.every((cell) => /^[\d.,–-]*$/u.test(cell)))
  const linesOf = (row: readonly string[]): readonly string[] => {
    const cells = row.map((cell, at) => wrap(cell, widths[at] ?? 0))
    const height = Math.max(...cells.map((lines) => lines.length))
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, at) => padTo(lines[line] ?? '', widths[at] ?? 0, isNumeric[at]))
        .join('  ')
        .trimEnd(),
    )
  }
  const rule = widths.map((each) => '─'.repeat(each)).join('  ')
  return [...linesOf(head), rule, ...rows.flatMap(linesOf), ''].join('\n')
}

/** A line in pieces of at most so many columns, cut between words; a word that is longer stays whole. */
export function wrap(line: string, width: number): readonly string[] {
  if (widthOf(line) <= width) return [line]
  const lines: string[] = []
  let last = ''
  // Lists are joined by commas without spaces.
  for (const word of line.split(/(?<=,)(?=\S{3})|(?<= )/u)) {
    if (last !== '' && widthOf((last + word).trimEnd()) > width) {
      lines.push(last.trimEnd())
      last = ''
    }
    last += word
  }
  return [...lines, last.trimEnd()]
}

/** Each column as wide as its longest word, and the first ones as wide as they want to be while there is room. */
function fit(columns: readonly (readonly string[])[], width: number): readonly number[] | undefined {
  const least = columns.map((cells) => longest(cells.flatMap((cell) => wrap(cell, 1))))
  let spare = width - least.reduce((sum, each) => sum + each, 2 * (columns.length - 1))
  if (spare < 0) return undefined
  return columns.map((cells, at) => {
    const narrow = least[at] ?? 0
    const more = Math.min(spare, longest(cells) - narrow)
    spare -= more
    return narrow + more
  })
}

function longest(texts: readonly string[]): number {
  return Math.max(...texts.map(widthOf))
}

function listOf(head: readonly string[], row: readonly string[], width: number): string {
  const indent = longest(head) + 2
  const lines = head.map((name, at) => {
    const pieces = wrap(row[at] ?? '', Math.max(10, width - indent))
    return `${padTo(name, indent)}${pieces.join(`\n${' '.repeat(indent)}`)}\n`
  })
  return lines.join('')
}

/** An instant in UTC as a column has room for it: a midnight is its date, anything else its date and minute. */
export function shortInstant(instant: string): string {
  const [date = '', time = ''] = instant.split('T')
  return time === '' || time.startsWith('00:00:00') ? date : `${date} ${time.slice(0, 5)}`
}

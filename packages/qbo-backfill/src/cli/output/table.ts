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
  width: number = process.stdout.columns ?? 80,
): string {
  const rows = texts.map((row) => head.map((_, column) => printableLine(row[column] ?? '')))
  const widths = fit(head, rows, width)
  if (widths === undefined) return rows.map((row) => listOf(head, row, width)).join('\n')
  const isNumeric = head.map((_, column) => rows.every((row) => /^[\d.,–-]*$/u.test(row[column] ?? '')))
  const lineOf = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell[isNumeric[column] === true ? 'padStart' : 'padEnd'](widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  const linesOf = (row: readonly string[]): readonly string[] => {
    const wrapped = row.map((cell, column) => wrap(cell, widths[column] ?? 0))
    const height = Math.max(...wrapped.map((lines) => lines.length))
    return Array.from({ length: height }, (_, at) => lineOf(wrapped.map((lines) => lines[at] ?? '')))
  }
  const rule = widths.map((each) => '─'.repeat(each)).join('  ')
  return [...linesOf(head), rule, ...rows.flatMap(linesOf), ''].join('\n')
}

/** A line in pieces of at most so many characters, cut between words; a word that is longer stays whole. */
export function wrap(line: string, width: number): readonly string[] {
  if (line.length <= width) return [line]
  const lines: string[] = []
  let last = ''
  // Lists are joined by commas without spaces.
  for (const word of line.split(/(?<=,)(?=\S{3})|(?<= )/u)) {
    if (last !== '' && (last + word).trimEnd().length > width) {
      lines.push(last.trimEnd())
      last = ''
    }
    last += word
  }
  return [...lines, last.trimEnd()]
}

/** Each column as wide as its longest word, and the first ones as wide as they want to be while there is room. */
function fit(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly number[] | undefined {
  const columns = head.map((name, column) => ({ name, cells: rows.map((row) => row[column] ?? '') }))
  const least = columns.map(({ name, cells }) => longest([name, ...cells].flatMap((cell) => wrap(cell, 1))))
  let spare = width - least.reduce((sum, each) => sum + each, 2 * (head.length - 1))
  if (spare < 0) return undefined
  return columns.map(({ name, cells }, column) => {
    const narrow = least[column] ?? 0
    const more = Math.min(spare, longest([name, ...cells]) - narrow)
    spare -= more
    return narrow + more
  })
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length))
}

function listOf(head: readonly string[], row: readonly string[], width: number): string {
  const indent = longest(head) + 2
  return head
    .map((name, column) => {
      const lines = wrap(row[column] ?? '', Math.max(10, width - indent))
      return `${name.padEnd(indent)}${lines.join(`\n${' '.repeat(indent)}`)}\n`
    })
    .join('')
}

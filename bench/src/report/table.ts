export interface Table {
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** A Markdown table as prettier would lay it out: the first column to the left, numbers to the right. */
export function renderTable({ head, rows }: Table): string {
  const widths = head.map((title, column) => {
    const cells = [title, ...rows.map((row) => row[column] ?? '')]
    return Math.max(3, ...cells.map((cell) => cell.length))
  })
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => pad(cells[column] ?? '', width, column)).join(' | ')} |`
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}

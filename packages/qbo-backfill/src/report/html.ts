/** The few shapes that the page is made of. */

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

export function section(title: string, body: string): string {
  return body === '' ? '' : `<section><h2>${title}</h2>${body}</section>`
}

/**
 * Cells are HTML already; columns of numbers are aligned to the right. On a phone each row becomes a card, so each cell
 * knows the name of its column.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const aligned = head.map((_, column) =>
    rows.every((row) => /^[\d.,–]*$/u.test(row[column] ?? '')) ? ' class="number"' : '',
  )
  const titles = head.map((cell, column) => `<th scope="col"${aligned[column]}>${cell}</th>`).join('')
  const cells = (row: readonly string[]): string =>
    row
      .map(
        (cell, column) => `<td${aligned[column]} data-name="${escapeHtml(head[column] ?? '')}">${cell}</td>`,
      )
      .join('')
  const lines = rows.map((row) => `<tr>${cells(row)}</tr>`)
  return `<table><thead><tr>${titles}</tr></thead><tbody>${lines.join('')}</tbody></table>`
}

/** A coloured mark that also says its colour: not everybody sees it, and paper may be black and white. */
export function mark(status: string, word: string): string {
  return `<span class="mark ${status}">${word}</span>`
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
}

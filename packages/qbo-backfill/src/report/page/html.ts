/** The few shapes that the pages are made of. */

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A heading is never cut from what begins under it. */
export function section(title: string, body: string): string {
  return body === '' ? '' : `<section><h2>${title}</h2>${body}</section>`
}

/** What is wanted by few, or only where it differs. On paper what is closed is not there, but for what is `kept`. */
export function folded(
  title: string,
  body: string,
  { open = false, kind = '' }: { readonly open?: boolean; readonly kind?: '' | 'kept' | 'months' } = {},
): string {
  if (body === '') return ''
  return `<details${kind === '' ? '' : ` class="${kind}"`}${open ? ' open' : ''}><summary>${title}</summary>${body}</details>`
}

/**
 * Cells are HTML already; columns of numbers are aligned to the right. On a phone each row becomes a card, so each cell
 * knows the name of its column; and since what is no longer laid out as a table is none to a screen reader, roles say it.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const aligned = head.map((_, column) =>
    column > 0 && rows.every((row) => /^[\d.,–+−-]*$/u.test(row[column] ?? '')) ? ' class="number"' : '',
  )
  const titles = head.map(
    (cell, column) => `<th role="columnheader" scope="col"${aligned[column]}>${cell}</th>`,
  )
  const cellOf = (cell: string, column: number): string =>
    column === 0
      ? `<th role="rowheader" scope="row">${cell}</th>`
      : `<td role="cell"${aligned[column]} data-name="${head[column] ?? ''}">${cell}</td>`
  const lines = rows.map((row) => `<tr role="row">${row.map(cellOf).join('')}</tr>`)
  return `<table role="table"><thead role="rowgroup"><tr role="row">${titles.join('')}</tr></thead><tbody role="rowgroup">${lines.join('')}</tbody></table>`
}

/** Names and values, side by side; both HTML. */
export function factList(facts: readonly (readonly [name: string, value: string])[]): string {
  return `<dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`
}

/** A coloured mark that also says its colour: not everybody sees it, and paper may be black and white. */
export function mark(status: string, word: string): string {
  return `<span class="mark ${status}">${word}</span>`
}

export function list(items: readonly string[]): string {
  return items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`
}

export function help(text: string): string {
  return `<p class="help">${text}</p>`
}

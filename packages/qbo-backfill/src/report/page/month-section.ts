import { sumOfDecimals } from '../../verdict/decimal.js'
import { calendarOf, windowDiffers, type Calendar, type CalendarMonth } from '../facts/calendar.js'
import type { Evidence, WindowEvidence } from '../facts/evidence.js'
import { groupBy } from '../facts/group-by.js'
import { escapeHtml, folded, help, section, table } from './html.js'
import { typeLine } from './witness-section.js'
import { entityTitle } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

/** So many years stand side by side, on a screen and on paper. */
const mostYears = 8

/** A phone has room for so many. */
const yearsOfPhone = 3

/**
 * Count and amount of each month, coloured only where something differs; behind it what each month is made of.
 *
 * @param isAlone no file is beside the page
 */
export function monthSection(
  { windows, witness, report }: Evidence,
  words: EvidenceWords,
  isAlone = false,
): string {
  const windowsOf = groupBy(windows, ({ entity }) => entity)
  const reportedOf = groupBy(witness, ({ entity }) => entity)
  const calendars = report.entities.flatMap(
    ({ entity }) => calendarOf(entity, windowsOf.get(entity) ?? [], reportedOf.get(entity) ?? []) ?? [],
  )
  if (calendars.length === 0) return ''
  const currencies = new Set(report.entities.flatMap(({ witness: said }) => said?.currency || []))
  const hasAmounts = calendars.some(({ months }) => [...months.values()].some(({ amount }) => amount))
  const { title, help: text, amounts, elsewhere } = words.months
  const notes = [
    text,
    ...(hasAmounts ? [amounts([...currencies].join(', '))] : []),
    ...(isAlone ? [] : [elsewhere]),
  ]
  const parts = calendars.map((calendar, index) => calendarPart(calendar, index, words))
  return section(title, `${help(escapeHtml(notes.join(' ')))}<div class="calendars">${parts.join('')}</div>`)
}

function calendarPart(calendar: Calendar, index: number, words: EvidenceWords): string {
  const { years, months, entity } = calendar
  const title = escapeHtml(entityTitle(entity, words.language))
  const grids = Array.from({ length: Math.ceil(years.length / mostYears) }, (_, part) =>
    grid(calendar, years.slice(part * mostYears, (part + 1) * mostYears), index, words),
  )
  const byYear = years.map((year) => {
    const own = [...months.values()].filter(({ month, rows, differs, types }) => {
      return month.startsWith(year) && (rows > 0 || differs || types.length > 0)
    })
    const details = own.map((month) => monthPart(month, index, words))
    return details.length === 0 ? '' : `<h4>${year}</h4>${details.join('')}`
  })
  const open = [...months.values()].some(({ differs }) => differs)
  const long = years.length > yearsOfPhone ? ' class="long"' : ''
  return `<div${long}><h3>${title}</h3>${grids.join('')}${folded(`${words.months.lookInto}: ${title}`, byYear.join(''), { open, kind: 'months' })}</div>`
}

const monthNumbers = Array.from({ length: 12 }, (_, month) => String(month + 1).padStart(2, '0'))

function grid({ months }: Calendar, years: readonly string[], index: number, words: EvidenceWords): string {
  const head = [words.months.month, ...years].map((cell) => `<th scope="col">${cell}</th>`)
  const lines = monthNumbers.map((number, month) => {
    const cells = years.map((year) => gridCell(months.get(`${year}-${number}`), index, words))
    return `<tr><th scope="row">${words.monthNames[month] ?? ''}</th>${cells.join('')}</tr>`
  })
  const totals = years.map((year) => {
    const own = [...months.values()].filter(({ month }) => month.startsWith(year))
    const amounts = own.flatMap(({ amount }) => amount ?? [])
    const rows = own.reduce((sum, month) => sum + month.rows, 0)
    return `<td>${cellText(rows, amounts.length === 0 ? undefined : sumOfDecimals(amounts), words)}</td>`
  })
  return `<table class="grid"><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('')}</tbody><tfoot><tr><th scope="row">${words.months.total}</th>${totals.join('')}</tr></tfoot></table>`
}

function gridCell(month: CalendarMonth | undefined, index: number, words: EvidenceWords): string {
  // No month of the range, or none in which there is anything.
  if (month === undefined) return '<td></td>'
  const text = cellText(month.rows, month.amount, words)
  return month.differs
    ? `<td class="differs"><a href="#${anchor(index, month)}">≠ ${words.number(month.rows)}</a>${amountSpan(month.amount, words)}</td>`
    : `<td>${text}</td>`
}

function cellText(rows: number, amount: string | undefined, words: EvidenceWords): string {
  return `${words.number(rows)}${amountSpan(amount, words)}`
}

function amountSpan(amount: string | undefined, words: EvidenceWords): string {
  return amount === undefined ? '' : `<span>${words.amount(amount)}</span>`
}

/** Ours alone: whatever an entity is called, the address within the page is one. */
function anchor(index: number, { month }: CalendarMonth): string {
  return `m${index}-${month}`
}

function monthPart(month: CalendarMonth, index: number, words: EvidenceWords): string {
  const { types, windows, differs } = month
  const { typesHead, windowHead, differing, windows: windowsTitle } = words.months
  const odd = windows.filter(windowDiffers)
  const name = `${differs ? '≠ ' : ''}${words.monthOf(month.month)}`
  const summary = [
    name,
    words.records(month.rows),
    ...(month.amount === undefined ? [] : [words.amount(month.amount)]),
  ]
  const body = [
    types.length === 0
      ? ''
      : table(
          typesHead,
          types.map((type) => typeLine(type, words)),
        ),
    odd.length === 0
      ? ''
      : `${help(differing)}${table(
          windowHead,
          odd.map((window) => windowLine(window, words)),
        )}`,
    windows.length < 2 ? '' : `<p class="days">${windowsTitle}: ${loadedWindows(month, words)}</p>`,
  ].join('')
  const title = summary.map((text) => `<span>${text}</span>`).join('')
  return `<details id="${anchor(index, month)}"${differs ? ' open' : ''}><summary>${title}</summary>${body}</details>`
}

function windowLine(
  { firstDate, endDate, expected, loaded }: WindowEvidence,
  words: EvidenceWords,
): readonly string[] {
  return [
    words.date(firstDate),
    words.date(endDate),
    words.number(expected),
    words.number(loaded),
    words.number((expected ?? 0) - (loaded ?? 0)),
  ]
}

/** `1 Mar 33, 2 Mar 28`: as text, since ten years of all entities are a hundred thousand days. */
function loadedWindows({ windows, types, rows }: CalendarMonth, words: EvidenceWords): string {
  const held = windows.filter(({ loaded }) => (loaded ?? 0) > 0)
  const later = types.length === 0 ? 0 : rows - held.reduce((sum, { loaded }) => sum + (loaded ?? 0), 0)
  return [
    ...held.map(
      ({ firstDate, loaded }) => `${words.date(firstDate).slice(0, -5)}\u00A0→\u00A0${words.number(loaded)}`,
    ),
    ...(later > 0 ? [words.sum.found(later)] : []),
  ].join(', ')
}

import type { Check } from '../../verdict/check.js'
import type { Colour } from '../../verdict/colour.js'
import { findingsOf, type Finding, type FindingRow, type FindingSource } from '../facts/findings.js'
import { escapeHtml, folded, help, mark, section, table } from './html.js'
import { quickBooksLink } from '../facts/quickbooks-link.js'
import { entityTitle } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

/** What does not hold, with the documents that it is about and what to do: what is red, and what is yellow. */
export function findingSection(
  evidence: FindingSource,
  colour: Exclude<Colour, 'green'>,
  words: EvidenceWords,
): string {
  const cards = findingsOf(evidence, colour).map(
    (finding, index) =>
      `<div class="finding ${colour}" id="${colour}-${index + 1}">${card(finding, evidence, words)}</div>`,
  )
  return section(words.findings.title[colour], cards.join(''))
}

/** The status of an entity, which leads to the first finding that it comes from. */
export function statusLink(
  { entity, status }: { readonly entity: string; readonly status: Colour },
  checks: readonly Check[],
  words: EvidenceWords,
): string {
  const word = words.status[status]
  const index = checks
    .filter((check) => check.status === status)
    .findIndex((check) => check.entity === entity)
  const isLink = status !== 'green' && index >= 0
  return mark(status, isLink ? `<a href="#${status}-${index + 1}">${word}</a>` : word)
}

/** More than a few are looked into by whoever wants to. */
const shownAtOnce = 10

function card({ check, rows, more }: Finding, evidence: FindingSource, words: EvidenceWords): string {
  const { findings, checks } = words
  const { entity, name, status } = check
  const title = `${entityTitle(entity, words.language)}: ${checks.names[name] ?? name}`
  const lines = rows.map((row) => lineOf(row, entity, evidence, words))
  const [first, rest] = [lines.slice(0, shownAtOnce), lines.slice(shownAtOnce)]
  const shown = first.length === 0 ? '' : table(findings.head, first)
  const others =
    rest.length === 0 ? '' : folded(findings.more(rest.length), table(findings.head, rest), { kind: 'kept' })
  const unlisted = lines.length > 0 && more > 0 ? help(findings.unlisted(more)) : ''
  const action = isSettled(check) ? findings.nothingToDo : (words.actions[name] ?? words.otherAction)
  return `<h3>${mark(status, escapeHtml(title))}</h3><p>${escapeHtml(words.checkMessage(check))}</p>${shown}${others}${unlisted}<p><b>${findings.toDo}</b> ${escapeHtml(action)}</p>`
}

/** What only QuickBooks' report listed is in the table since. */
function isSettled({ name, status, details }: Check): boolean {
  const others = ['lost', 'unlisted', 'differing', 'open', 'gone', 'doubtful', 'unanswered'].map(
    (key) => details[key],
  )
  return name === 'witness' && status === 'yellow' && others.every((count) => !count) && !details['noAmounts']
}

function lineOf(
  { row, reject, drift, amounts, names }: FindingRow,
  entity: string,
  { report }: FindingSource,
  words: EvidenceWords,
): readonly string[] {
  const { findings } = words
  const remarks = [
    ...(reject === undefined ? [] : [`${findings.states[reject.state]}: ${reject.message}`]),
    ...(drift === undefined ? [] : [findings.drifts[drift]]),
    ...(names === undefined ? [] : [findings.names(names.entity, names.id)]),
  ]
  const amount =
    amounts === undefined
      ? words.amount(row.amount ?? null)
      : findings.amounts(words.amount(amounts.reported), words.amount(amounts.stored))
  const name = [row.name ?? '', ...remarks].filter((text) => text !== '').join(' · ')
  const link = quickBooksLink(report, entity, row.id)
  const document = row.number ?? `Id ${row.id}`
  const open =
    link === undefined
      ? '–'
      : `<a href="${escapeHtml(link)}" rel="noreferrer" aria-label="${escapeHtml(`${findings.open}: ${document}`)}">${findings.open}</a>`
  return [
    escapeHtml(document),
    row.date === undefined ? '–' : escapeHtml(words.date(row.date.slice(0, 10))),
    name === '' ? '–' : escapeHtml(name),
    escapeHtml(amount),
    escapeHtml(row.id),
    open,
  ]
}

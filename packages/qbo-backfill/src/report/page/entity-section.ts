import type { BackfillReport, EntityReport } from '../../verdict/report.js'
import type { Evidence } from '../facts/evidence.js'
import { statusLink } from './finding-section.js'
import { escapeHtml, help, section, table } from './html.js'
import { localText } from '../facts/statement.js'
import { entityTitle } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

/** The line of reconciliation of each entity: `6,001 read = 5,958 proved + 40 changed after 12:57 + 3 missing`. */
export function entitySection(evidence: Evidence, words: EvidenceWords): string {
  const { title, head, help: text } = words.entities
  const rows = evidence.report.entities.map((entity) => [
    escapeHtml(entityTitle(entity.entity, words.language)),
    statusLink(entity, evidence.checks, words),
    escapeHtml(sumText(entity, evidence.report, words)),
    escapeHtml(amountText(entity, words)),
    escapeHtml(witnessText(entity, evidence, words)),
  ])
  return section(title, `${table(head, rows)}${help(text)}`)
}

/** How the numbers of one entity add up, as text. */
export function sumText(
  { expected, loaded, reconciliation, segments, witness }: EntityReport,
  report: Pick<BackfillReport, 'settledBefore' | 'timeZone'>,
  words: EvidenceWords,
): string {
  const { sum } = words
  // A run of a version before says only what was counted.
  if (reconciliation == null)
    return segments.failed > 0 || expected === null
      ? words.entities.notCounted
      : `${words.number(loaded)} / ${words.number(expected)}`
  const { read, proved, changedSince, missing, refused, left } = reconciliation
  const { found = 0 } = witness ?? {}
  const time = localText(report.settledBefore, report.timeZone, words).split(', ')[1] ?? ''
  const parts: readonly (readonly [count: number, text: string])[] = [
    [changedSince, sum.changed(changedSince, time)],
    [missing, sum.missing(missing)],
    [refused, sum.refused(refused)],
    [left, sum.left(left)],
    [found, sum.found(found)],
  ]
  const rest = parts.filter(([count]) => count !== 0)
  return `${sum.read(read + found)} = ${sum.proved(proved)}${rest.map(([count, text]) => ` ${count < 0 ? '−' : '+'} ${text}`).join('')}`
}

function amountText({ witness }: EntityReport, words: EvidenceWords): string {
  return witness?.sum == null ? '–' : `${witness.currency}\u00A0${words.amount(witness.sum)}`.trimStart()
}

function witnessText(
  { entity, witness }: EntityReport,
  { checks }: Evidence,
  { entities }: EvidenceWords,
): string {
  if (witness?.outcome !== 'witnessed') return entities.notAsked
  const isGreen = checks.some(
    (check) => check.entity === entity && check.name === 'witness' && check.status === 'green',
  )
  const { found, lost, unlisted, differing, transactions, doubtful = 0, noAmounts } = witness
  if (isGreen)
    return noAmounts === undefined ? entities.agrees(transactions) : entities.agreesById(transactions)
  // What only the report had is in the table since: there is no difference to be seen.
  return found > 0 && lost + unlisted + differing + doubtful === 0 && noAmounts === undefined
    ? entities.agreesSince(transactions, found)
    : entities.differs
}

import { activitySection } from './activity-section.js'
import type { Evidence } from '../facts/evidence.js'
import { escapeHtml, factList, folded, section, table } from './html.js'
import { segmentSection } from './segment-section.js'
import { localText } from '../facts/statement.js'
import { entityTitle } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

/** What nobody needs to believe the page, and whoever keeps the program going does. */
export function appendixSection(evidence: Evidence, hash: string, words: EvidenceWords): string {
  const { title, counters } = words.appendix
  const body = [
    facts(evidence, hash, words),
    `<h3>${counters.title}</h3>${table(counters.head, counterRows(evidence, words))}`,
    activitySection(evidence, words),
    segmentSection(evidence, words),
  ]
  return section(title, folded(title, body.join('')))
}

function facts(evidence: Evidence, hash: string, words: EvidenceWords): string {
  const { report, startedAt, finishedAt, attempts } = evidence
  const { facts: names, notIncluded } = words.appendix
  const instant = (at: string): string =>
    `${escapeHtml(localText(at, report.timeZone, words))}<span>${words.instant(at)}</span>`
  const lines: readonly (readonly [string, string])[] = [
    [names.realm, escapeHtml(`${report.realmId} (${report.environment})`)],
    [names.from, instant(report.from)],
    [`${names.to} (${notIncluded})`, instant(report.to)],
    [names.settledBefore, instant(report.settledBefore)],
    [names.started, instant(startedAt)],
    ...(finishedAt === undefined ? [] : [[names.finished, instant(finishedAt)] as const]),
    [names.duration, words.seconds(report.durationMs)],
    ...(attempts > 1 ? [[names.attempts, words.number(attempts)] as const] : []),
    [names.apiCalls, words.number(report.apiCalls)],
    [names.run, escapeHtml(report.runId)],
    [names.program, escapeHtml(`qbo-backfill ${report.programVersion ?? '–'}`)],
    [names.hash, hash],
  ]
  return factList(lines)
}

function counterRows({ report }: Evidence, words: EvidenceWords): readonly (readonly string[])[] {
  return report.entities.map((entity) => [
    escapeHtml(entityTitle(entity.entity, words.language)),
    words.number(entity.expected),
    words.number(entity.loaded),
    words.number(entity.inserted),
    words.number(entity.updated),
    words.number(entity.unchanged),
    words.number(entity.stale),
    words.number(entity.rejected),
    words.number(entity.apiCalls),
    words.seconds(entity.durationMs).replace(' s', ''),
  ])
}

import { findEntity } from 'qbo-client'
import { leftOutText } from '../../plan/left-out.js'
import { noticeText, rangeNotice } from '../../plan/range-notice.js'
import type { Range } from '../../plan/range.js'
import type { Evidence } from '../facts/evidence.js'
import { escapeHtml, list, section } from './html.js'
import { entityTitle } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

/** What the range leaves out, so that nobody takes it for the whole; and what became of the range itself. */
export function outsideSection(evidence: Evidence, words: EvidenceWords): string {
  const { report, totals } = evidence
  const left = report.entities.flatMap(({ entity, outsideRange, witness }) => {
    const counted = totals[entity]
    if (counted === undefined) return []
    const title = entityTitle(entity, words.language)
    const outside = counted.totalAtSource - counted.expected
    // What no query shows, no count has counted.
    const total = counted.totalAtSource + (witness?.found ?? 0)
    return [
      outside > 0 ? words.outside.some(title, outside, total) : words.outside.none(title, total),
      ...(outsideRange > 0 ? [words.outside.dropped(title, outsideRange)] : []),
    ]
  })
  return section(words.outside.title, list([...noticesOf(report, words), ...left].map(escapeHtml)))
}

/** Of a report, or of a forecast. */
interface Noticed extends Range {
  readonly entities: readonly { readonly entity: string }[]
  readonly leftOut?: readonly { readonly entity: string; readonly code: string }[] | undefined
  readonly settledBefore: string
  readonly notices: readonly string[]
}

/**
 * What was left out and what became of the range, said in the reader's language from the facts that it follows from; behind
 * it what else the ledger holds, as a run of another version said it.
 */
export function noticesOf(report: Noticed, words: EvidenceWords): readonly string[] {
  const leftOut = (report.leftOut ?? []).map(({ entity, code }) => ({
    english: leftOutText(entity, code),
    said: words.unknown.leftOut(entity, code),
  }))
  const ranges = report.entities.flatMap(({ entity }) => {
    const definition = findEntity(entity)
    const notice = definition && rangeNotice(definition, report, report.settledBefore)
    return notice === undefined ? [] : [{ english: noticeText(notice), said: words.notice(notice) }]
  })
  const facts = [...leftOut, ...ranges]
  const inEnglish = new Set(facts.map(({ english }) => english))
  return [...facts.map(({ said }) => said), ...report.notices.filter((text) => !inEnglish.has(text))]
}

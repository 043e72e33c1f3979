import { findEntity } from 'qbo-client'
import { noticeText, rangeNotice } from '../plan/range-notice.js'
import type { Evidence } from './evidence.js'
import { escapeHtml, list, section } from './html.js'
import type { EvidenceWords } from './words/words.js'

/** What the range leaves out, so that nobody takes it for the whole; and what became of the range itself. */
export function outsideSection(evidence: Evidence, words: EvidenceWords): string {
  const { report, totals } = evidence
  const left = report.entities.flatMap(({ entity, outsideRange }) => {
    const counted = totals[entity]
    if (counted === undefined) return []
    const outside = counted.totalAtSource - counted.expected
    return [
      outside > 0
        ? words.outside.some(entity, outside, counted.totalAtSource)
        : words.outside.none(entity, counted.totalAtSource),
      ...(outsideRange > 0 ? [words.outside.dropped(entity, outsideRange)] : []),
    ]
  })
  return (
    section(words.notices, list(notices(evidence, words).map(escapeHtml))) +
    section(words.outside.title, list(left.map(escapeHtml)))
  )
}

/** The ledger keeps notices as English sentences; those that follow from the range are said in the page's language. */
function notices({ report }: Evidence, words: EvidenceWords): readonly string[] {
  const known = new Map(
    report.entities.flatMap(({ entity }) => {
      const definition = findEntity(entity)
      const notice = definition && rangeNotice(definition, report, report.settledBefore)
      return notice === undefined ? [] : [[noticeText(notice), words.notice(notice)]]
    }),
  )
  return report.notices.map((text) => known.get(text) ?? text)
}

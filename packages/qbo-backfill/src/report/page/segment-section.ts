import { recordsCounted } from '../../store/records-counted.js'
import type { Evidence } from '../facts/evidence.js'
import { escapeHtml, table } from './html.js'
import { entityTitle } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

/** How the range was read, scan by scan, and which requests failed on the way. */
export function segmentSection({ segments, failures }: Evidence, words: EvidenceWords): string {
  const { title, head, kinds, states } = words.segments
  const rows = segments.map((segment) => [
    words.number(segment.number),
    escapeHtml(entityTitle(segment.entity, words.language)),
    kinds[segment.kind],
    words.number(segment.plannedCount),
    words.number(recordsCounted(segment)),
    words.number(segment.pages),
    states[segment.status] ?? segment.status,
  ])
  const failed = failures.map(({ code, count }) => [escapeHtml(code), words.number(count)])
  return (
    (rows.length === 0 ? '' : `<h3>${title}</h3>${table(head, rows)}`) +
    (failed.length === 0 ? '' : `<h3>${words.failures.title}</h3>${table(words.failures.head, failed)}`)
  )
}

import { recordsCounted } from '../store/records-counted.js'
import type { Evidence } from './evidence.js'
import { escapeHtml, section, table } from './html.js'
import type { EvidenceWords } from './words/words.js'

/** How the range was read, scan by scan, and which requests failed on the way. */
export function segmentSection({ segments, failures }: Evidence, words: EvidenceWords): string {
  const { title, head, kinds, states } = words.segments
  const rows = segments.map((segment) => [
    words.number(segment.number),
    escapeHtml(segment.entity),
    kinds[segment.kind],
    words.number(segment.plannedCount),
    words.number(recordsCounted(segment)),
    words.number(segment.pages),
    states[segment.status] ?? segment.status,
  ])
  const failed = failures.map(({ code, count }) => [escapeHtml(code), words.number(count)])
  return (
    (rows.length === 0 ? '' : section(title, table(head, rows))) +
    (failed.length === 0 ? '' : section(words.failures.title, table(words.failures.head, failed)))
  )
}

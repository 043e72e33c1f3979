import type { Evidence } from './evidence.js'
import { escapeHtml, mark, section, table } from './html.js'
import type { EvidenceWords } from './words/words.js'

/** The result in one table: what QuickBooks counts, what the table holds, and how it came there. */
export function entitySection({ report }: Evidence, words: EvidenceWords): string {
  const { title, head, help } = words.entities
  const rows = report.entities.map((entity) => [
    escapeHtml(entity.entity),
    mark(entity.status, words.status[entity.status]),
    words.number(entity.expected),
    words.number(entity.loaded),
    words.number(entity.inserted),
    words.number(entity.updated),
    words.number(entity.unchanged),
    words.number(entity.rejected),
    words.number(entity.apiCalls),
  ])
  return section(title, `${table(head, rows)}<p class="help">${help}</p>`)
}

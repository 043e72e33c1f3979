import type { Check } from '../../verdict/check.js'
import type { Colour } from '../../verdict/colour.js'
import type { Evidence } from '../facts/evidence.js'
import { escapeHtml, folded, mark, section, table } from './html.js'
import { entityTitle } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

const gravest: readonly Colour[] = ['red', 'yellow', 'green']

/** Every check with what was observed and what was expected, the gravest first; those that hold are folded. */
export function checkSection({ checks }: Evidence, words: EvidenceWords): string {
  const holding = checks.filter(({ status }) => status === 'green')
  const others = gravest.slice(0, 2).flatMap((status) => checks.filter((check) => check.status === status))
  const { title, allHold, someHold } = words.checks
  const hold = others.length === 0 ? allHold(holding.length) : someHold(holding.length)
  const shown =
    (others.length === 0 ? '' : checkTable(others, words)) +
    (holding.length === 0 ? '' : folded(hold, checkTable(holding, words), { kind: 'kept' }))
  return section(title, shown)
}

function checkTable(checks: readonly Check[], words: EvidenceWords): string {
  const { names, expected, head } = words.checks
  const rows = checks.map((check) => [
    escapeHtml(names[check.name] ?? check.name),
    escapeHtml(entityTitle(check.entity, words.language)),
    mark(check.status, words.status[check.status]),
    escapeHtml(words.checkMessage(check)),
    escapeHtml(expected[check.name] ?? '–'),
  ])
  return table(head, rows)
}

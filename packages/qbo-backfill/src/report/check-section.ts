import type { Check } from '../checks/check.js'
import type { Evidence } from './evidence.js'
import { escapeHtml, mark, section } from './html.js'
import type { Colour, EvidenceWords } from './words/words.js'

const gravest: readonly Colour[] = ['red', 'yellow', 'green']

/** Every check, the gravest first; what is said of several entities stands together. */
export function checkSection({ checks }: Evidence, words: EvidenceWords): string {
  const lines = gravest.flatMap((status) => {
    const own = checks.filter((check) => check.status === status)
    return [...new Set(own.map((check) => check.name))].map((name) =>
      line(
        status,
        name,
        own.filter((check) => check.name === name),
        words,
      ),
    )
  })
  return lines.length === 0 ? '' : section(words.checks.title, `<ul class="checks">${lines.join('')}</ul>`)
}

function line(status: Colour, name: string, checks: readonly Check[], words: EvidenceWords): string {
  const messages = checks.map((check) => `<p>${escapeHtml(words.checkMessage(check))}</p>`)
  return `<li>${mark(status, words.status[status])}<b>${escapeHtml(words.checks.names[name] ?? name)}</b><div>${messages.join('')}</div></li>`
}

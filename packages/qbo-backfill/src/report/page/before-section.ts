import type { Evidence } from '../facts/evidence.js'
import { escapeHtml, help, list, mark, section, table } from './html.js'
import { localText, rangeText } from '../facts/statement.js'
import { entityTitle } from '../words/entity-names.js'
import type { EvidenceWords, ShownColour } from '../words/words.js'

/** What changed against the run before, of the same entities: numbers, colours, findings. */
export function beforeSection({ before, report, checks }: Evidence, words: EvidenceWords): string {
  if (before === undefined) return ''
  const { title, help: text, head, fresh, gone, same } = words.before
  const rows = report.entities.map(({ entity, loaded, status }) => {
    const earlier = before.entities.find((each) => each.entity === entity)
    const change = (loaded ?? 0) - (earlier?.loaded ?? 0)
    return [
      escapeHtml(entityTitle(entity, words.language)),
      words.number(earlier?.loaded ?? null),
      words.number(loaded),
      earlier?.loaded == null || loaded === null ? '–' : `${change > 0 ? '+' : ''}${words.number(change)}`,
      colourMark(earlier?.status, words),
      colourMark(status, words),
    ]
  })
  const keyOf = ({ entity, name }: { readonly entity: string; readonly name: string }): string =>
    JSON.stringify([entity, name])
  const findings = checks.filter(({ status }) => status !== 'green')
  const [then, now] = [new Set(before.findings.map(keyOf)), new Set(findings.map(keyOf))]
  const nameOf = ({ entity, name }: { readonly entity: string; readonly name: string }): string =>
    `${entityTitle(entity, words.language)}: ${words.checks.names[name] ?? name}`
  const changes = [
    ...findings
      .filter((finding) => !then.has(keyOf(finding)))
      .map((finding) => `${fresh} ${nameOf(finding)}`),
    ...before.findings
      .filter((finding) => !now.has(keyOf(finding)))
      .map((finding) => `${gone} ${nameOf(finding)}`),
  ]
  const unchanged = then.size > 0 && changes.length === 0 ? help(same) : ''
  const said = text(localText(before.finishedAt, report.timeZone, words), rangeText(before, words))
  return section(
    title,
    `${help(escapeHtml(said))}${table(head, rows)}${list(changes.map(escapeHtml))}${unchanged}`,
  )
}

function colourMark(status: string | undefined, words: EvidenceWords): string {
  const known: ShownColour =
    status === 'green' || status === 'yellow' || status === 'red' ? status : 'unknown'
  return mark(known, words.status[known])
}

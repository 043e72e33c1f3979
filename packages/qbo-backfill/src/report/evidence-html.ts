import { activitySection } from './activity-section.js'
import { checkSection } from './check-section.js'
import { entitySection } from './entity-section.js'
import type { Evidence } from './evidence.js'
import { evidenceStyle } from './evidence-style.js'
import { escapeHtml } from './html.js'
import type { ReportLanguage } from './language.js'
import { localTimeAt } from '../plan/time-zone.js'
import { outsideSection } from './outside-section.js'
import { segmentSection } from './segment-section.js'
import { volumetrySection } from './volumetry-section.js'
import { wordsOf } from './words/words-of.js'
import type { EvidenceWords } from './words/words.js'

/** The evidence as one self-contained page: no script, no address outside the file; readable on a phone and on paper. */
export function evidenceHtml(evidence: Evidence, language: ReportLanguage): string {
  const words = wordsOf(language)
  const { report } = evidence
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${words.title} · ${escapeHtml(report.realmId)} · ${words.status[report.status]}</title>
<style>${evidenceStyle}</style>
</head>
<body>
<header>
<p class="status ${report.status}">${words.status[report.status]}</p>
<h1>${words.title}</h1>
<p class="verdict">${words.verdict[report.status]}</p>
<dl>${facts(evidence, words)}</dl>
</header>
<main>
${entitySection(evidence, words)}
${checkSection(evidence, words)}
${volumetrySection(evidence, words)}
${outsideSection(evidence, words)}
${activitySection(evidence, words)}
${segmentSection(evidence, words)}
</main>
<footer>${words.files}</footer>
</body>
</html>
`
}

/** Values are HTML already. */
function facts({ report, startedAt, finishedAt, attempts }: Evidence, words: EvidenceWords): string {
  const { facts: names } = words
  const instant = (at: string): string => instantIn(at, report.timeZone, words)
  const lines: readonly (readonly [string, string])[] = [
    [names.company, escapeHtml(`${report.realmId} (${report.environment})`)],
    [names.from, instant(report.from)],
    [`${names.to} (${words.notIncluded})`, instant(report.to)],
    [names.zone, escapeHtml(report.timeZone)],
    [names.settledBefore, instant(report.settledBefore)],
    [names.started, instant(startedAt)],
    ...(finishedAt === undefined ? [] : [[names.finished, instant(finishedAt)] as const]),
    [names.duration, words.seconds(report.durationMs)],
    ...(attempts > 1 ? [[names.attempts, words.number(attempts)] as const] : []),
    [names.apiCalls, words.number(report.apiCalls)],
    [names.run, escapeHtml(report.runId)],
  ]
  return lines.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')
}

/** In UTC, and below it as clocks of the company show it. */
function instantIn(instant: string, timeZone: string, words: EvidenceWords): string {
  if (timeZone === 'UTC') return words.instant(instant)
  const local = localTimeAt(Date.parse(instant), timeZone)
  const shown = `${words.date(local.slice(0, 10))} ${local.slice(11)} ${timeZone}`
  return `${words.instant(instant)}<span>${escapeHtml(shown)}</span>`
}

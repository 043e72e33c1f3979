import { appendixSection } from './appendix-section.js'
import { basisSection } from './basis-section.js'
import { beforeSection } from './before-section.js'
import { checkSection } from './check-section.js'
import { entitySection } from './entity-section.js'
import type { Evidence } from '../facts/evidence.js'
import { evidenceJson } from '../facts/evidence-json.js'
import { findingSection } from './finding-section.js'
import { escapeHtml } from './html.js'
import { monthSection } from './month-section.js'
import { outsideSection } from './outside-section.js'
import { pageHtml } from './page.js'
import { sha256Of } from '../facts/sha256.js'
import { rangeText } from '../facts/statement.js'
import { verdictSentences } from '../facts/verdict-sentences.js'
import { witnessSection } from './witness-section.js'
import type { ReportLanguage } from '../../language.js'
import { wordsOf } from '../words/words-of.js'

/**
 * The evidence of a run as a page: a statement first, then what it is made of, and what is technical last and folded.
 *
 * @param isAlone no file is beside it: a host shows it
 */
export function evidenceHtml(evidence: Evidence, language: ReportLanguage, isAlone = false): string {
  const words = wordsOf(language)
  const { report } = evidence
  const hash = sha256Of(evidenceJson(evidence))
  const program = `qbo-backfill ${report.programVersion ?? ''}`.trimEnd()
  return pageHtml({
    language,
    words,
    company: report.companyName ?? words.company(report.realmId),
    subtitle: `${rangeText(report, words)} (${report.timeZone})`,
    isSandbox: report.environment === 'sandbox',
    status: report.status,
    verdict: verdictSentences(evidence, words),
    underVerdict: basisSection(evidence, words),
    main: [
      { id: 'numbers', title: words.entities.title, html: entitySection(evidence, words) },
      { id: 'missing', title: words.findings.title.red, html: findingSection(evidence, 'red', words) },
      { id: 'look', title: words.findings.title.yellow, html: findingSection(evidence, 'yellow', words) },
      { id: 'reports', title: words.witness.title, html: witnessSection(evidence, words) },
      { id: 'months', title: words.months.title, html: monthSection(evidence, words, isAlone) },
      { id: 'before', title: words.before.title, html: beforeSection(evidence, words) },
      { id: 'checks', title: words.checks.title, html: checkSection(evidence, words) },
      { id: 'outside', title: words.outside.title, html: outsideSection(evidence, words) },
      { id: 'appendix', title: words.appendix.title, html: appendixSection(evidence, hash, words) },
    ],
    isSigned: true,
    footer: `<p>${escapeHtml(words.times(report.timeZone))}</p>${isAlone ? '' : `<p>${words.files}</p>`}<p>${escapeHtml(`${words.page.run} ${report.runId} · ${program}`)}</p><p>${words.appendix.facts.hash}: ${hash}</p>`,
    printed: [`${words.page.run} ${report.runId}`, program, `SHA-256 ${hash}`],
  })
}

import type { SyncReport } from '../../verdict/sync-report.js'
import type { VerifyReport } from '../../verdict/verify-report.js'
import { evidenceJson } from '../facts/evidence-json.js'
import type { Aftercare } from '../facts/aftercare.js'
import { sha256Of } from '../facts/sha256.js'
import type { EvidenceWords } from '../words/words.js'
import { statementBox, witnessBasis, witnessUnknown } from './basis-section.js'
import { findingSection } from './finding-section.js'
import { escapeHtml, factList, folded, section } from './html.js'
import { pageHtml } from './page.js'

/** What the page of a verification or a sync is made of; all of it text but `entities` and `details`, which are HTML. */
export interface AftercarePage {
  readonly found: Aftercare<VerifyReport | SyncReport>
  readonly words: EvidenceWords
  readonly subtitle: string
  readonly verdict: readonly string[]
  readonly basis: readonly string[]
  readonly unknown: readonly string[]
  readonly entities: string
  readonly details: string
  /** Of the appendix, beside what every report has. */
  readonly facts: readonly (readonly [name: string, value: string])[]
  readonly isSigned: boolean
}

/** The page of what looked after a run later, in the form of the run's own. */
export function aftercarePage(page: AftercarePage): string {
  const { found, words, subtitle, facts } = page
  const { report, checks, companyName, timeZone } = found
  const { realmId, environment, apiCalls, durationMs } = report
  const named = words.appendix.facts
  const hash = sha256Of(evidenceJson(report))
  const agreeing = report.entities.filter(
    ({ entity }) => !checks.some((check) => check.entity === entity && check.name === 'witness'),
  )
  const technical: AftercarePage['facts'] = [
    [named.realm, `${realmId} (${environment})`],
    ...facts,
    [named.duration, words.seconds(durationMs)],
    [named.apiCalls, words.number(apiCalls)],
    [named.hash, hash],
  ]
  return pageHtml({
    language: words.language,
    words,
    company: companyName ?? words.company(realmId),
    subtitle,
    isSandbox: environment === 'sandbox',
    status: report.status,
    verdict: page.verdict,
    underVerdict: statementBox(
      [...page.basis, ...witnessBasis(agreeing, words)],
      [...witnessUnknown(report.entities, words), ...page.unknown],
      words,
    ),
    main: [
      { id: 'numbers', title: words.entities.title, html: page.entities },
      { id: 'missing', title: words.findings.title.red, html: findingSection(found, 'red', words) },
      { id: 'look', title: words.findings.title.yellow, html: findingSection(found, 'yellow', words) },
      { id: 'windows', title: words.verify.windows.title, html: page.details },
      {
        id: 'appendix',
        title: words.appendix.title,
        html: section(
          words.appendix.title,
          folded(
            words.appendix.title,
            factList(technical.map(([name, value]) => [escapeHtml(name), escapeHtml(value)])),
          ),
        ),
      },
    ],
    isSigned: page.isSigned,
    footer: `<p>${escapeHtml(words.times(timeZone))}</p><p>${named.hash}: ${hash}</p>`,
    printed: [subtitle, `SHA-256 ${hash}`],
  })
}

/** The words of a page with the names, actions and messages of this kind of report's checks. */
export function withChecks(words: EvidenceWords, kind: 'verify' | 'sync'): EvidenceWords {
  const { names, actions, message } = words[kind]
  return {
    ...words,
    checks: { ...words.checks, names: { ...words.checks.names, ...names } },
    actions: { ...words.actions, ...actions },
    checkMessage: message,
  }
}

import { runVerdicts } from '../../ledger/run-state.js'
import type { Range } from '../../plan/range.js'
import type { Colour } from '../../verdict/colour.js'
import { escapeHtml, mark, section, table } from './html.js'
import type { ListedRun } from '../facts/listed-runs.js'
import { pageHtml } from './page.js'
import { localText, rangeText } from '../facts/statement.js'
import { entityNoun } from '../words/entity-names.js'
import type { ReportLanguage } from '../../language.js'
import { wordsOf } from '../words/words-of.js'
import type { EvidenceWords } from '../words/words.js'

/** What the page of all runs is made of. */
export interface RunIndex {
  readonly realmId: string
  /** The newest first. */
  readonly runs: readonly ListedRun[]
  /** Runs whose own page stands beside this one, by id. */
  readonly pages: ReadonlySet<string>
  /** Verifications and syncs, the newest first. */
  readonly kept: readonly ListedReport[]
}

/** A verification or a sync whose page stands in a folder beside this one. */
export interface ListedReport {
  readonly folder: string
  readonly kind: 'verify' | 'sync'
  /** Undefined where nobody said it. */
  readonly at: string | undefined
  /** Undefined of a sync: it is of all that is loaded. */
  readonly range: Range | undefined
  readonly status: Colour
  readonly entities: readonly string[]
  readonly findings: number
  readonly apiCalls: number
}

/** All runs of a company on one page, each leading to its own. */
export function indexHtml(index: RunIndex, language: ReportLanguage): string {
  const words = wordsOf(language)
  const { realmId, runs } = index
  const newest = runs.find(({ status }) => isColour(status))
  const name = runs.find(({ companyName }) => companyName !== undefined)?.companyName
  const { title, all, latest, none, head } = words.index
  const rows = runs.map((run) => rowOf(run, index.pages, words))
  const zone = runs[0]?.timeZone ?? 'UTC'
  const kept = index.kept.map((report) => keptRow(report, zone, words))
  return pageHtml({
    language,
    words,
    company: name ?? words.company(realmId),
    subtitle: all(runs.length),
    isSandbox: runs[0]?.environment === 'sandbox',
    status: newest?.status as Colour | undefined,
    verdict: [newest === undefined ? none : latest(localText(newest.startedAt, newest.timeZone, words))],
    underVerdict: '',
    main: [
      { id: 'runs', title, html: section(title, table(head, rows)) },
      {
        id: 'kept',
        title: words.index.kept,
        html: kept.length === 0 ? '' : section(words.index.kept, table(words.index.keptHead, kept)),
      },
    ],
    isSigned: false,
    footer: '',
    printed: [title, realmId],
  })
}

function rowOf(run: ListedRun, pages: ReadonlySet<string>, words: EvidenceWords): readonly string[] {
  const { runId, entities, status, startedAt, timeZone, apiCalls, findings } = run
  const started = escapeHtml(localText(startedAt, timeZone, words))
  const named = entities.map((entity) => entityNoun(entity, words.language).many)
  return [
    pages.has(runId) ? `<a href="${encodeURIComponent(runId)}/report.html">${started}</a>` : started,
    escapeHtml(rangeText(run, words)),
    escapeHtml(words.list(named)),
    isColour(status) ? mark(status, words.status[status]) : mark('unknown', words.index.states[status]),
    words.number(findings ?? null),
    words.number(apiCalls ?? null),
    escapeHtml(runId.slice(0, 8)),
  ]
}

function keptRow(report: ListedReport, zone: string, words: EvidenceWords): readonly string[] {
  const { folder, kind, at, range, status, entities, findings, apiCalls } = report
  const named = entities.map((entity) => entityNoun(entity, words.language).many)
  const when = at === undefined ? folder : localText(at, range?.timeZone ?? zone, words)
  return [
    `<a href="${encodeURIComponent(folder)}/report.html">${escapeHtml(when)}</a>`,
    words.index.kinds[kind],
    range === undefined ? '–' : escapeHtml(rangeText(range, words)),
    escapeHtml(words.list(named)),
    mark(status, words.status[status]),
    words.number(findings),
    words.number(apiCalls),
  ]
}

function isColour(status: ListedRun['status']): status is Colour {
  return status !== 'failed' && runVerdicts.some((verdict) => verdict === status)
}

import type { VerifiedEntity, VerifyReport } from '../../verdict/verify-report.js'
import type { RowDrift } from '../../verdict/row-drift.js'
import type { Aftercare } from '../facts/aftercare.js'
import { localText, rangeText } from '../facts/statement.js'
import { countedText } from '../facts/verdict-sentences.js'
import type { ReportLanguage } from '../../language.js'
import { entityNoun, entityTitle } from '../words/entity-names.js'
import { wordsOf } from '../words/words-of.js'
import type { EvidenceWords } from '../words/words.js'
import { aftercarePage, withChecks } from './aftercare-page.js'
import { namesIn } from './basis-section.js'
import { statusLink } from './finding-section.js'
import { escapeHtml, folded, help, section, table } from './html.js'

type Verified = Aftercare<VerifyReport>

/** What a verification found, as a page. */
export function verifyHtml(found: Verified, language: ReportLanguage): string {
  const words = withChecks(wordsOf(language), 'verify')
  const { report } = found
  const { verify } = words
  const at = report.verifiedAt === null ? '' : localText(report.verifiedAt, report.timeZone, words)
  return aftercarePage({
    found: { ...found, timeZone: report.timeZone },
    words,
    subtitle: `${verify.subtitle(rangeText(report, words), at)} (${report.timeZone})`,
    verdict: verdictSentences(found, words),
    basis: basisOf(found, words),
    unknown: [
      ...(report.entities.some(({ deep }) => deep !== undefined) ? [] : [verify.noPayloads]),
      words.unknown.always,
    ],
    entities: section(
      words.entities.title,
      table(
        verify.head,
        report.entities.map((entity) => rowOf(entity, found, words)),
      ) + help(verify.headHelp),
    ),
    details: windowSection(report, words),
    facts: [
      [words.appendix.facts.from, words.instant(report.from)],
      [`${words.appendix.facts.to} (${words.appendix.notIncluded})`, words.instant(report.to)],
      [verify.facts.at, report.verifiedAt === null ? '–' : words.instant(report.verifiedAt)],
      ...report.entities.map(
        ({ entity, runId }) =>
          [`${verify.facts.runs} (${entityNoun(entity, language).many})`, runId] as const,
      ),
    ],
    isSigned: true,
  })
}

function verdictSentences({ report, checks }: Verified, words: EvidenceWords): readonly string[] {
  const { verdict, verify } = words
  const red = report.entities.filter(({ status }) => status === 'red')
  const others = report.entities.filter(({ status }) => status !== 'red')
  const what = countedText(others, words)
  const range = rangeText(report, words)
  const isSame = report.status === 'green'
  const whole = isSame ? verify.verdict.same(what, range) : verify.verdict.there(what, range)
  const rest = red.length === 0 ? whole : verdict.rest(what)
  const points = checks.filter(({ status }) => status === 'yellow').length
  const moved = sumOf(report.entities)
  return [
    ...red.flatMap((entity) => wrongOf(entity, words)),
    ...(what === '' ? (red.length === 0 ? [verdict.nothing(range)] : []) : [rest]),
    ...(moved.appeared + moved.changed + moved.left > 0 ? [verify.verdict.moved(moved)] : []),
    ...(points > 0 ? [verdict.points(points)] : []),
  ]
}

function sumOf(entities: readonly VerifiedEntity[]): Readonly<Record<RowDrift, number>> {
  const sum = (kind: RowDrift): number => entities.reduce((total, entity) => total + entity[kind], 0)
  return { appeared: sum('appeared'), changed: sum('changed'), left: sum('left') }
}

function wrongOf({ entity, checks, deep, witness }: VerifiedEntity, words: EvidenceWords): readonly string[] {
  const { verdict, verify } = words
  const missing = checks.find(({ name }) => name === 'proved')?.details['count']
  const said = [
    ...(typeof missing === 'number' ? [verify.verdict.missing(missing, entity)] : []),
    ...(deep !== undefined && deep.different > 0
      ? [verify.verdict.different(deep.different, deep.compared, entity)]
      : []),
    ...(witness !== undefined && witness.found > 0 ? [verify.verdict.listed(witness.found, entity)] : []),
    ...(witness !== undefined && witness.lost > 0 ? [verdict.lost(witness.lost, entity)] : []),
  ]
  return said.length > 0 ? said : [verdict.wrong(entityNoun(entity, words.language).many)]
}

function basisOf({ report }: Verified, words: EvidenceWords): readonly string[] {
  const { basis } = words.verify
  return [
    basis.compared(namesIn(words)(report.entities)),
    ...report.entities.flatMap(({ entity, deep }) =>
      deep === undefined || deep.compared === 0 ? [] : [basis.deep(deep.equal, deep.compared, entity)],
    ),
    basis.onlyRead,
  ]
}

function rowOf(entity: VerifiedEntity, { checks }: Verified, words: EvidenceWords): readonly string[] {
  const { expected, loaded, missing, appeared, changed, left } = entity
  return [
    escapeHtml(entityTitle(entity.entity, words.language)),
    statusLink(entity, checks, words),
    ...[expected, loaded, missing, appeared, changed, left].map(words.number),
  ]
}

/** Windows that differ, by entity; folded, since few want to know the day. */
function windowSection({ entities }: VerifyReport, words: EvidenceWords): string {
  const { title, first, head } = words.verify.windows
  const parts = entities
    .filter(({ windows }) => windows.length > 0)
    .map(({ entity, windows }) => {
      const rows = windows.map(({ firstDate, endDate, missing, appeared, changed, left }) => [
        escapeHtml(firstDate === '' ? '–' : words.date(firstDate)),
        escapeHtml(endDate === '' ? '–' : words.date(endDate)),
        ...[missing, appeared, changed, left].map(words.number),
      ])
      const more = windows.length < 100 ? '' : help(first)
      return folded(entityTitle(entity, words.language), table(head, rows) + more, { kind: 'kept' })
    })
  return section(title, parts.join(''))
}

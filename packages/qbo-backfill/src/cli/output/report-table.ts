import type { BackfillReport, EntityReport } from '../../verdict/report.js'
import { unloadedText } from '../../verdict/unloaded.js'
import { findEntity } from 'qbo-client'
import { rangeNotice } from '../../plan/range-notice.js'
import { sumText } from '../../report/page/entity-section.js'
import { entityTitle } from '../../report/words/entity-names.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { EvidenceWords } from '../../report/words/words.js'
import type { Check } from '../../verdict/check.js'
import type { Language } from '../words/language.js'
import { lastLine, statusCell } from './last-line.js'
import { formatTable } from './table.js'
import { witnessText } from './witness-text.js'

/** The report as a person reads it in a terminal. */
export function reportTable(report: BackfillReport, language: Language, checks: readonly Check[]): string {
  const words = wordsOf(language)
  if (language === 'es') return spanishTable(report, checks, words)
  // The words of the report, in its columns' order; calls and seconds of each entity stand there.
  const rows = report.entities.map((entity) => rowOf(entity, words))
  const findings = report.entities.flatMap((entity) => entity.findings)
  return [
    formatTable(headOf(words), rows),
    ...report.notices,
    ...unloaded(report),
    ...report.entities.flatMap(reconciled),
    ...report.entities.flatMap(outside),
    ...report.entities.flatMap((entity) => witnessText(entity, language)),
    ...findings,
    lastLine(report, language, `run ${report.runId}, `),
    '',
  ].join('\n')
}

/** What the run's page says, in its words: facts and not the English sentences of the report. */
function spanishTable(report: BackfillReport, checks: readonly Check[], words: EvidenceWords): string {
  const { entities, leftOut = [], unloaded: found } = report
  const unloadedTypes = (found?.types ?? []).map(
    ({ label, transactions }) => `${label} (${words.number(transactions)})`,
  )
  const notices = entities.flatMap(({ entity }) => {
    const definition = findEntity(entity)
    const notice = definition && rangeNotice(definition, report, report.settledBefore)
    return notice === undefined ? [] : [words.notice(notice)]
  })
  const sums = entities.flatMap((entity) => {
    const { reconciliation } = entity
    const { changedSince = 0, missing = 0, refused = 0, left = 0 } = reconciliation ?? {}
    const isEven = [changedSince, missing, refused, left].every((rows) => rows === 0)
    return isEven ? [] : [`${entityTitle(entity.entity, 'es')}: ${sumText(entity, report, words)}.`]
  })
  return [
    formatTable(
      headOf(words),
      entities.map((entity) => rowOf(entity, words)),
    ),
    ...leftOut.map(({ entity, code }) => words.unknown.leftOut(entity, code)),
    ...notices,
    ...(unloadedTypes.length === 0 ? [] : [words.unknown.unloaded(words.list(unloadedTypes))]),
    ...sums,
    ...entities.flatMap((entity) => {
      const rows = outsideOf(entity)
      const title = entityTitle(entity.entity, 'es')
      return rows > 0 ? [words.outside.some(title, rows, entity.totalAtSource)] : []
    }),
    ...entities.flatMap((entity) => witnessText(entity, 'es')),
    ...checks
      .filter(({ status }) => status !== 'green')
      .map((check) => `${entityTitle(check.entity, 'es')}: ${words.checkMessage(check)}`),
    lastLine(report, 'es', `corrida ${report.runId}, `),
    '',
  ].join('\n')
}

/** The columns that the page's appendix has too, and the colour. */
function headOf({ appendix, entities }: EvidenceWords): readonly string[] {
  const [entity = '', atSource = '', inTable = '', inserted = '', updated = '', unchanged = ''] =
    appendix.counters.head
  return [entity, atSource, inTable, inserted, updated, unchanged, entities.head[1] ?? '']
}

/** How the numbers of an entity add up, where they are not all the same. */
function reconciled({ entity, reconciliation }: EntityReport): string[] {
  if (reconciliation === null || reconciliation === undefined) return []
  const { read, proved, changedSince, missing, refused, left } = reconciliation
  const parts: readonly (readonly [number, string])[] = [
    [changedSince, 'changed since the run began'],
    [missing, 'missing'],
    [refused, 'not to be stored'],
    [left, 'gone from the range since'],
  ]
  const said = parts.filter(([rows]) => rows !== 0)
  if (said.length === 0) return []
  const rest = said.map(([rows, what]) => `${rows < 0 ? '-' : '+'} ${number(Math.abs(rows))} ${what}`)
  return [`${entity}: ${number(read)} read = ${number(proved)} proved ${rest.join(' ')}.`]
}

function unloaded({ unloaded: found }: BackfillReport): string[] {
  return found === undefined || found.types.length === 0 ? [] : [unloadedText(found)]
}

/** What the range leaves out, so that nobody takes it for the whole. What changed meanwhile is in the range. */
function outside(entity: EntityReport): string[] {
  const rows = outsideOf(entity)
  return rows > 0
    ? [
        `${entity.entity}: ${number(rows)} more of the ${number(entity.totalAtSource)} rows at QuickBooks lie outside the range.`,
      ]
    : []
}

function outsideOf({ expected, totalAtSource, reconciliation }: EntityReport): number {
  return totalAtSource - (expected ?? totalAtSource) - (reconciliation?.changedSince ?? 0)
}

function rowOf(entity: EntityReport, { number: count, language }: EvidenceWords): string[] {
  return [
    language === 'es' ? entityTitle(entity.entity, 'es') : entity.entity,
    count(entity.expected),
    count(entity.loaded),
    count(entity.inserted),
    count(entity.updated),
    count(entity.unchanged),
    statusCell(entity.status, language),
  ]
}

function number(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US')
}

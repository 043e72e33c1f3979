import type { BackfillReport, EntityReport } from '../../verdict/report.js'
import { noticesOf } from '../../report/page/outside-section.js'
import { sumText } from '../../report/page/entity-section.js'
import { wordsOf } from '../../report/words/words-of.js'
import type { EvidenceWords } from '../../report/words/words.js'
import type { Check } from '../../verdict/check.js'
import type { Language } from '../words/language.js'
import { shownEntity } from '../words/shown-entity.js'
import { lastLine, ofEntity, statusCell, witnessText } from './report-lines.js'
import { formatTable } from './table.js'

/** The report as a person reads it in a terminal: facts in the words of its page, and below them what is not as it should be. */
export function reportTable(report: BackfillReport, language: Language, checks: readonly Check[]): string {
  const words = wordsOf(language)
  const { entities, unloaded } = report
  const types = (unloaded?.types ?? []).map(
    ({ label, transactions, example }) => `${label} (${words.number(transactions)}; Id ${example})`,
  )
  const rows = entities.map((entity) => rowOf(entity, words))
  const run = { en: 'run', es: 'corrida' }[language]
  return [
    formatTable(headOf(words), rows),
    ...noticesOf(report, words),
    ...(types.length === 0 ? [] : [words.unknown.unloaded(words.list(types))]),
    ...entities.flatMap((entity) => reconciled(entity, report, words)),
    ...entities.flatMap((entity) => outside(entity, words)),
    ...entities.flatMap((entity) => witnessText(entity, language)),
    ...(language === 'en' ? entities.flatMap(({ findings }) => findings) : checks.flatMap(notGreen)),
    lastLine(report, language, `${run} ${report.runId}, `),
    '',
  ].join('\n')
}

/** In Spanish from its facts: findings are sentences. */
function notGreen(check: Check): readonly string[] {
  if (check.status === 'green') return []
  return [ofEntity(check.entity, wordsOf('es').checkMessage(check))]
}

/** The columns that the page's appendix has too, and the colour. */
function headOf({ appendix, entities }: EvidenceWords): readonly string[] {
  return [...appendix.counters.head.slice(0, 6), entities.head[1] ?? '']
}

/** How the numbers of an entity add up, where they are not all the same. */
function reconciled(entity: EntityReport, report: BackfillReport, words: EvidenceWords): readonly string[] {
  const { changedSince = 0, missing = 0, refused = 0, left = 0 } = entity.reconciliation ?? {}
  const found = entity.witness?.found ?? 0
  if ([changedSince, missing, refused, left, found].every((rows) => rows === 0)) return []
  return [`${shownEntity(entity.entity, words.language)}: ${sumText(entity, report, words)}.`]
}

/** What the range leaves out, so that nobody takes it for the whole. What changed meanwhile is in the range. */
function outside(entity: EntityReport, words: EvidenceWords): readonly string[] {
  const { expected, totalAtSource, reconciliation } = entity
  const rows = totalAtSource - (expected ?? totalAtSource) - (reconciliation?.changedSince ?? 0)
  return rows > 0 ? [words.outside.some(shownEntity(entity.entity, words.language), rows, totalAtSource)] : []
}

function rowOf(
  { entity, expected, loaded, inserted, updated, unchanged, status }: EntityReport,
  { number, language }: EvidenceWords,
): readonly string[] {
  const counts = [expected, loaded, inserted, updated, unchanged].map(number)
  return [shownEntity(entity, language), ...counts, statusCell(status, language)]
}

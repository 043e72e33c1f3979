import type { EntityReport } from '../../verdict/report.js'
import type { Evidence } from './evidence.js'
import { sumDifference } from './witness-csv.js'
import { rangeText } from './statement.js'
import { entityNoun } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

/** How many entities a sentence names one by one. */
const mostNamed = 3

/** What all of it comes to, in a few sentences with their numbers. */
export function verdictSentences(evidence: Evidence, words: EvidenceWords): readonly string[] {
  const { report, checks } = evidence
  const { verdict } = words
  const open = report.entities.filter(({ status }) => status === 'red')
  const whole = report.entities.filter((entity) => entity.status !== 'red')
  const points =
    checks.filter(({ status }) => status === 'yellow').length +
    (report.leftOut ?? []).filter(({ status }) => status !== 'green').length
  const wrong = open.flatMap((entity) => wrongOf(entity, evidence, words))
  const complete = completeOf(whole, evidence, words, open.length > 0)
  return [...wrong, ...complete, ...(points > 0 ? [verdict.points(points)] : [])]
}

function completeOf(
  whole: readonly EntityReport[],
  evidence: Evidence,
  words: EvidenceWords,
  isRest: boolean,
): readonly string[] {
  const { verdict } = words
  if (whole.length === 0) return []
  // What only QuickBooks' report had shown is counted by no query, and is in the table.
  const held = whole.map(({ entity, expected, witness }) => ({
    entity,
    expected: expected === null ? null : expected + (witness?.found ?? 0),
  }))
  const what = countedText(held, words)
  if (isRest) return what === '' ? [] : [verdict.rest(what)]
  const range = rangeText(evidence.report, words)
  if (what === '') return [verdict.nothing(range)]
  return [
    hasRefused(whole) ? verdict.mostly(what, range) : verdict.complete(what, range),
    ...agreement(whole, evidence, words),
  ]
}

/** `30,000 invoices and 500 items`: the largest by name. Empty where there are no records. */
export function countedText(
  entities: readonly { readonly entity: string; readonly expected: number | null }[],
  words: EvidenceWords,
): string {
  const { verdict, list } = words
  const sorted = entities.toSorted((a, b) => (b.expected ?? 0) - (a.expected ?? 0))
  const held = sorted.filter(({ expected }) => (expected ?? 0) > 0)
  const named = held.length > mostNamed + 1 ? held.slice(0, mostNamed) : held
  const others = held.slice(named.length)
  const rest = others.reduce((sum, { expected }) => sum + (expected ?? 0), 0)
  return list([
    ...named.map(({ entity, expected }) => counted(entity, expected ?? 0, words)),
    ...(others.length === 0 ? [] : [verdict.others(others.length, rest)]),
  ])
}

/** Records that could not be stored, and that somebody has said may be absent. */
function hasRefused(whole: readonly EntityReport[]): boolean {
  return whole.some(({ reconciliation }) => (reconciliation?.refused ?? 0) > 0)
}

function agreement(
  whole: readonly EntityReport[],
  { witness, checks }: Evidence,
  words: EvidenceWords,
): readonly string[] {
  const agreeing = whole.filter(
    ({ entity, witness: said }) =>
      said?.outcome === 'witnessed' &&
      said.transactions > 0 &&
      checks.some((check) => check.entity === entity && check.name === 'witness' && check.status === 'green'),
  )
  if (agreeing.length === 0) return []
  const names = new Set<string>(agreeing.map(({ entity }) => entity))
  const months = witness.filter(({ entity }) => names.has(entity))
  const toTheCent = months.every((month) => /^[-0.]*$/u.test(sumDifference(month) ?? '0'))
  const sums = agreeing
    .flatMap(({ entity, witness: said }) => (said?.sum == null ? [] : [{ entity, sum: said.sum, said }]))
    .toSorted((a, b) => Number(b.sum) - Number(a.sum))
    .slice(0, mostNamed)
    .map(({ entity, sum, said }) =>
      words.verdict.sumOf(entity, `${said.currency}\u00A0${words.amount(sum)}`.trimStart()),
    )
  return [words.verdict.agrees(toTheCent, words.list(sums))]
}

function wrongOf(report: EntityReport, { checks }: Evidence, words: EvidenceWords): readonly string[] {
  const { entity, expected, segments, reconciliation, witness } = report
  const { verdict } = words
  const red = checks.filter((check) => check.entity === entity && check.status === 'red')
  const noun = entityNoun(entity, words.language).many
  if (segments.failed > 0 || expected === null) return [verdict.unread(noun)]
  const { missing = 0 } = reconciliation ?? {}
  const notStored = red.find(({ name }) => name === 'rejects')?.details['open']
  const said = [
    ...(missing > 0 ? [verdict.missing(missing, expected, entity)] : []),
    ...(typeof notStored === 'number' && notStored > 0 ? [verdict.notStored(notStored, entity)] : []),
    ...(witness !== undefined && witness.lost > 0 ? [verdict.lost(witness.lost, entity)] : []),
  ]
  return said.length > 0 ? said : [verdict.wrong(noun)]
}

function counted(entity: string, count: number, words: EvidenceWords): string {
  const { one, many } = entityNoun(entity, words.language)
  return `${words.number(count)} ${count === 1 ? one : many}`
}

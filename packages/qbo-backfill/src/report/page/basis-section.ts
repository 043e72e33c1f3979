import type { BackfillReport, EntityReport } from '../../verdict/report.js'
import { witnessedTypes } from '../../witness/witnessed-types.js'
import type { Evidence } from '../facts/evidence.js'
import { groupBy } from '../facts/group-by.js'
import { escapeHtml, list } from './html.js'
import { localText } from '../facts/statement.js'
import { entityNoun } from '../words/entity-names.js'
import type { EvidenceWords } from '../words/words.js'

type UnloadedType = NonNullable<BackfillReport['unloaded']>['types'][number]

/** What the verdict rests on, and beside it what nobody knows: a reader signs for both. */
export function basisSection(evidence: Evidence, words: EvidenceWords): string {
  const parts = [
    [words.basis.title, basisOf(evidence, words)],
    [words.unknown.title, unknownOf(evidence, words)],
  ] as const
  const shown = parts
    .filter(([, items]) => items.length > 0)
    .map(([title, items]) => `<div><h2>${title}</h2>${list(items.map(escapeHtml))}</div>`)
  return `<div class="statement">${shown.join('')}</div>`
}

function basisOf({ report, checks }: Evidence, words: EvidenceWords): readonly string[] {
  const { basis } = words
  const names = namesIn(words)
  const proved = checks.filter(({ name, status }) => name === 'proof' && status !== 'red')
  const witnessed = report.entities.filter(({ witness }) => witness?.outcome === 'witnessed')
  const [byAmount, byId] = [witnessed.filter(hasSum), witnessed.filter((entity) => !hasSum(entity))]
  const claims = Object.entries(basis.claims).filter(([name]) => {
    const own = checks.filter((check) => check.name === name)
    return own.length > 0 && own.every(({ status }) => status === 'green')
  })
  return [
    ...(proved.length === 0
      ? []
      : [basis.counted(names(proved), localText(report.settledBefore, report.timeZone, words))]),
    ...(byAmount.length === 0 ? [] : [basis.witnessed(names(byAmount))]),
    ...(byId.length === 0 ? [] : [basis.byId(names(byId))]),
    ...(claims.length === 0 ? [] : [basis.holds(claims.map(([, claim]) => claim).join('; '))]),
  ]
}

function unknownOf({ report, checks }: Evidence, words: EvidenceWords): readonly string[] {
  const { unknown } = words
  const names = namesIn(words)
  const changed = report.entities.reduce(
    (sum, { reconciliation }) => sum + (reconciliation?.changedSince ?? 0),
    0,
  )
  const silent = report.entities.filter(({ witness }) => witness?.outcome !== 'witnessed')
  const unasked = silent.filter(({ witness }) => witness === undefined)
  const isListed = ({ entity }: EntityReport): boolean => witnessedTypes(entity) !== undefined
  const [notAsked, noReport] = [unasked.filter(isListed), unasked.filter((entity) => !isListed(entity))]
  const byReason = groupBy(
    silent.filter(({ witness }) => witness !== undefined),
    ({ witness }) => witness?.reason ?? '',
  )
  const noAmounts = checks.flatMap(({ entity, details: { noAmounts: reason } }) =>
    typeof reason === 'string' ? [{ entity, reason }] : [],
  )
  const doubted = (name: string): readonly { readonly entity: string }[] =>
    checks.filter((check) => check.name === name && check.status === 'yellow')
  const [deletions, visible] = [doubted('deletions'), doubted('visible')]
  return [
    ...(changed === 0
      ? []
      : [unknown.changed(words.records(changed), localText(report.settledBefore, report.timeZone, words))]),
    ...(notAsked.length === 0 ? [] : [unknown.notAsked(names(notAsked))]),
    ...(noReport.length === 0 ? [] : [unknown.noReport(names(noReport))]),
    ...[...byReason].map(([reason, entities]) =>
      unknown.notWitnessed(names(entities), unknown.reason(reason)),
    ),
    ...[...groupBy(noAmounts, ({ reason }) => reason)].map(([reason, entities]) =>
      unknown.noAmounts(names(entities), unknown.reason(reason)),
    ),
    ...(deletions.length === 0 ? [] : [unknown.deletions(names(deletions))]),
    ...(visible.length === 0 ? [] : [unknown.visible(names(visible))]),
    ...(report.leftOut ?? [])
      .filter(({ status }) => status !== 'green')
      .map(({ entity, code }) => unknown.leftOut(entity, code)),
    ...((report.unloaded?.types.length ?? 0) === 0
      ? []
      : [unknown.unloaded(words.list((report.unloaded?.types ?? []).map(unloadedText(words))))]),
    unknown.always,
  ]
}

function unloadedText(words: EvidenceWords) {
  return ({ label, transactions }: UnloadedType): string => `${label} (${words.number(transactions)})`
}

function hasSum({ witness }: EntityReport): boolean {
  return witness?.sum != null
}

function namesIn({ language, list: joined }: EvidenceWords) {
  return (entities: readonly { readonly entity: string }[]): string =>
    joined(entities.map(({ entity }) => entityNoun(entity, language).many))
}

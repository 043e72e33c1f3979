import type { Check } from '../../verdict/check.js'
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
  return statementBox(basisOf(evidence, words), unknownOf(evidence, words), words)
}

/** @param basis @param unknown texts */
export function statementBox(
  basis: readonly string[],
  unknown: readonly string[],
  words: EvidenceWords,
): string {
  const parts = [
    [words.basis.title, basis],
    [words.unknown.title, unknown],
  ] as const
  const shown = parts
    .filter(([, items]) => items.length > 0)
    .map(([title, items]) => `<div><h2>${title}</h2>${list(items.map(escapeHtml))}</div>`)
  return `<div class="statement">${shown.join('')}</div>`
}

function basisOf({ report, checks }: Evidence, words: EvidenceWords): readonly string[] {
  const { basis } = words
  const names = namesIn(words)
  // A record that could not be stored is accounted for, and in one of the three numbers alone.
  const refused = new Set(
    report.entities.flatMap(({ entity, reconciliation }) => (reconciliation?.refused ? [entity] : [])),
  )
  const proved = checks.filter(
    ({ name, status, entity }) => name === 'proof' && status !== 'red' && !refused.has(entity),
  )
  const claims = Object.entries(basis.claims).filter(([name]) => {
    const own = checks.filter((check) => check.name === name)
    return own.length > 0 && own.every(({ status }) => status === 'green')
  })
  return [
    ...(proved.length === 0
      ? []
      : [basis.counted(names(proved), localText(report.settledBefore, report.timeZone, words))]),
    ...witnessBasis(report.entities, words),
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
  const doubted = (name: string): readonly Check[] =>
    checks.filter((check) => check.name === name && check.status === 'yellow')
  const deletions = doubted('deletions')
  const undated = doubted('visible').filter(({ details }) => details['undated'] !== undefined)
  const visible = doubted('visible').filter((check) => !undated.includes(check))
  return [
    ...(changed === 0
      ? []
      : [unknown.changed(words.records(changed), localText(report.settledBefore, report.timeZone, words))]),
    ...witnessUnknown(report.entities, words),
    ...(deletions.length === 0 ? [] : [unknown.deletions(names(deletions))]),
    ...(visible.length === 0 ? [] : [unknown.visible(names(visible))]),
    ...(undated.length === 0 ? [] : [unknown.undated(names(undated))]),
    ...(report.leftOut ?? [])
      .filter(({ status }) => status !== 'green')
      .map(({ entity, code }) => unknown.leftOut(entity, code)),
    ...((report.unloaded?.types.length ?? 0) === 0
      ? []
      : [unknown.unloaded(words.list((report.unloaded?.types ?? []).map(unloadedText(words))))]),
    unknown.always,
  ]
}

type Witnessed = Pick<EntityReport, 'entity' | 'witness'>

/** Of which entities QuickBooks' own reports were a second witness. */
export function witnessBasis(entities: readonly Witnessed[], words: EvidenceWords): readonly string[] {
  const names = namesIn(words)
  const witnessed = entities.filter(({ witness }) => witness?.outcome === 'witnessed')
  const compared = witnessed.filter(({ witness }) => witness?.noAmounts === undefined)
  const [byAmount, byId] = [compared.filter(hasSum), compared.filter((entity) => !hasSum(entity))]
  const idsAlone = witnessed.filter((entity) => !compared.includes(entity))
  return [
    ...(byAmount.length === 0 ? [] : [words.basis.witnessed(names(byAmount))]),
    ...(byId.length === 0 ? [] : [words.basis.byId(names(byId))]),
    ...(idsAlone.length === 0 ? [] : [words.basis.idsAlone(names(idsAlone))]),
  ]
}

/** Of which they were not, or not of their amounts, and why. */
export function witnessUnknown(entities: readonly Witnessed[], words: EvidenceWords): readonly string[] {
  const { unknown } = words
  const names = namesIn(words)
  const silent = entities.filter(({ witness }) => witness?.outcome !== 'witnessed')
  const unasked = silent.filter(({ witness }) => witness === undefined)
  const isListed = ({ entity }: Witnessed): boolean => witnessedTypes(entity) !== undefined
  const [notAsked, noReport] = [unasked.filter(isListed), unasked.filter((entity) => !isListed(entity))]
  const withoutAmounts = entities.filter(({ witness }) => witness?.noAmounts !== undefined)
  const byReason = groupBy(
    silent.filter(({ witness }) => witness !== undefined),
    ({ witness }) => witness?.reason ?? '',
  )
  return [
    ...(notAsked.length === 0 ? [] : [unknown.notAsked(names(notAsked))]),
    ...(noReport.length === 0 ? [] : [unknown.noReport(names(noReport))]),
    ...[...byReason].map(([reason, some]) => unknown.notWitnessed(names(some), unknown.reason(reason))),
    ...[...groupBy(withoutAmounts, ({ witness }) => witness?.noAmounts ?? '')].map(([reason, some]) =>
      unknown.noAmounts(names(some), unknown.reason(reason)),
    ),
  ]
}

function unloadedText(words: EvidenceWords) {
  return ({ label, transactions }: UnloadedType): string => `${label} (${words.number(transactions)})`
}

function hasSum({ witness }: Witnessed): boolean {
  return witness?.sum != null
}

export function namesIn({ language, list: joined }: EvidenceWords) {
  return (entities: readonly { readonly entity: string }[]): string =>
    joined(entities.map(({ entity }) => entityNoun(entity, language).many))
}

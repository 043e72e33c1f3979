import type { SyncedEntity, SyncReport } from '../../verdict/sync-report.js'
import type { Aftercare } from '../facts/aftercare.js'
import { groupBy } from '../facts/group-by.js'
import { localText } from '../facts/statement.js'
import type { ReportLanguage } from '../../language.js'
import { entityNoun, entityTitle } from '../words/entity-names.js'
import { wordsOf } from '../words/words-of.js'
import type { EvidenceWords } from '../words/words.js'
import { aftercarePage, withChecks } from './aftercare-page.js'
import { namesIn } from './basis-section.js'
import { statusLink } from './finding-section.js'
import { escapeHtml, section, table } from './html.js'

type Synced = Aftercare<SyncReport>

/** What a sync brought, as a page. */
export function syncHtml(found: Synced, language: ReportLanguage): string {
  const words = withChecks(wordsOf(language), 'sync')
  const { report, timeZone } = found
  const { sync } = words
  const silent = report.entities.filter(({ deletionsKnown }) => !deletionsKnown)
  const rows = report.entities.map((entity) => rowOf(entity, found, words))
  return aftercarePage({
    found,
    words,
    subtitle: `${sync.subtitle(localText(report.syncedAt, timeZone, words))} (${timeZone})`,
    verdict: verdictSentences(found, words),
    basis: basisOf(found, words),
    unknown: [
      ...(silent.length === 0 ? [] : [sync.unknownDeletions(namesIn(words)(silent))]),
      sync.notBefore,
    ],
    entities: section(words.entities.title, table(sync.head, rows)),
    details: '',
    facts: [
      [sync.facts.at, words.instant(report.syncedAt)],
      [sync.facts.sync, report.syncId],
    ],
    isSigned: false,
  })
}

function verdictSentences({ report, checks, timeZone }: Synced, words: EvidenceWords): readonly string[] {
  const { verdict, sync } = words
  const red = report.entities.filter(({ status }) => status === 'red')
  const at = localText(report.syncedAt, timeZone, words)
  const points = checks.filter(({ status }) => status === 'yellow').length
  const sum = (pick: (entity: SyncedEntity) => number): number =>
    report.entities.reduce((total, entity) => total + pick(entity), 0)
  const [inserted, updated, deleted] = [
    sum((entity) => entity.inserted),
    sum((entity) => entity.updated),
    sum((entity) => entity.tombstoned),
  ]
  return [
    ...red.flatMap((entity) => wrongOf(entity, words)),
    ...(red.length > 0
      ? []
      : [report.status === 'green' ? sync.verdict.upToDate(at) : sync.verdict.asTold(at)]),
    inserted + updated + deleted === 0
      ? sync.verdict.nothing
      : sync.verdict.brought(inserted, updated, deleted),
    ...(points > 0 ? [verdict.points(points)] : []),
  ]
}

function wrongOf(
  { entity, checks, witness }: SyncedEntity,
  { verdict, language }: EvidenceWords,
): readonly string[] {
  const open = checks.find(({ name }) => name === 'stored')?.details['count']
  const said = [
    ...(typeof open === 'number' ? [verdict.notStored(open, entity)] : []),
    ...(witness !== undefined && witness.lost > 0 ? [verdict.lost(witness.lost, entity)] : []),
  ]
  return said.length > 0 ? said : [verdict.wrong(entityNoun(entity, language).many)]
}

/** Entities that were asked in the same way from the same instant share a sentence. */
function basisOf({ report, timeZone }: Synced, words: EvidenceWords): readonly string[] {
  const groups = groupBy(report.entities, ({ method, since }) => `${method} ${since ?? ''}`)
  return [...groups.values()].flatMap((entities) => {
    const [first] = entities
    if (first === undefined) return []
    const since = first.since === null ? '' : localText(first.since, timeZone, words)
    return [words.sync.basis[first.method](namesIn(words)(entities), since)]
  })
}

function rowOf(entity: SyncedEntity, { checks, timeZone }: Synced, words: EvidenceWords): readonly string[] {
  const { method, since, inserted, updated, tombstoned, unchanged } = entity
  return [
    escapeHtml(entityTitle(entity.entity, words.language)),
    statusLink(entity, checks, words),
    words.sync.methods[method],
    since === null ? words.sync.whole : escapeHtml(localText(since, timeZone, words)),
    ...[inserted, updated, tombstoned, unchanged].map(words.number),
  ]
}

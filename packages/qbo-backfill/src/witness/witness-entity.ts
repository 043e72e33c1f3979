import type { EntityDefinition } from 'qbo-client'
import { refusedOf, type Refused } from '../compare/refused.js'
import type { Store } from '../store/store.js'
import type { RejectsQuery } from '../store/reject-store.js'
import type { ReportedComparison, ReportedQuery, ReportedRow } from '../store/compare-reported.js'
import type { MissingRow } from '../verdict/missing-row.js'
import type { WitnessMonth } from '../verdict/witness.js'
import { askReports, stillListed, type ReportQuestion } from './ask-reports.js'
import type { CompanyMoney } from './company-money.js'
import type { Days } from './cut-days.js'
import { lookUp, rejectPoisoned, type LookedInto, type LookUpScope, type SeenRecord } from './look-up.js'
import type { CollectedRows } from './reported-rows.js'
import type { WitnessedTypes } from './witnessed-types.js'

/** What is to be witnessed: an entity over days, as of an instant. */
export interface WitnessSubject {
  readonly entity: EntityDefinition
  readonly witnessed: WitnessedTypes
  /** Days of which the reports are asked. */
  readonly spans: readonly Days[]
  readonly money: CompanyMoney
  readonly atOnce: boolean
  /** What the reports list of those days, where that has been asked for already. */
  readonly reported?: CollectedRows | string | undefined
}

export interface WitnessScope extends LookUpScope {
  readonly store: Store
  /** The rejects that excuse a row: those that the verdict counts. Of a run its own, else all. */
  readonly rejects?: Pick<RejectsQuery, 'runId' | 'seenSince'>
  /** Of Ids that no report lists and no look-up finds, those that are no less there for it: what queries have just shown. */
  doubt?(ids: readonly string[]): Promise<readonly string[]>
}

export type Witnessed =
  | { readonly outcome: 'notWitnessed'; readonly reason: string }
  | ({ readonly outcome: 'witnessed' } & Findings)

export interface Findings {
  readonly currency: string
  readonly months: readonly Omit<WitnessMonth, 'entity'>[]
  /** All that the reports list and that had no live row, whatever became of it since. */
  readonly lacking: readonly string[]
  /** Why amounts are not compared, where they could have been. */
  readonly noAmounts: string | undefined
  /** Settled transactions of the loaded days that the table lacked, and that QuickBooks gives by Id. */
  readonly found: readonly SeenRecord[]
  /** Those that it does not give, or that could not be stored. */
  readonly lost: readonly ReportedRow[]
  /** Those that it fails to give, and that are in the rejects without their Ids. */
  readonly refused: readonly ReportedRow[]
  /** Live rows that are gone at QuickBooks. */
  readonly gone: readonly string[]
  /** Live rows that a look-up does not find, and that are not known to be gone. */
  readonly doubtful: readonly string[]
  readonly tombstoned: number
  readonly unlisted: readonly MissingRow[]
  /** Of the unlisted, those that are voided or of no amount. */
  readonly nothing: number
  /** Live rows that no report lists and that were too many to be looked up. */
  readonly open: number
  /** Those that QuickBooks would not answer for by Id, beside the lost and the differing: nothing is known of them. */
  readonly unanswered: readonly string[]
  readonly differing: ReportedComparison['differing']
  /** Everything that was read by Id. */
  readonly seen: ReadonlyMap<string, SeenRecord>
}

/** Rows that no report lists are looked up, four hundred a call; so many at once. */
const mostLookedUp = 20_000

/** Amounts that differ are read again, in one call. */
const mostReadAgain = 400

/**
 * Holds the transactions that QuickBooks' own reports list against the table, Id by Id. Nothing is written before all
 * reports have come whole; then what the table lacks is read by Id, what no report lists is looked up, and only what the
 * look-up does not find becomes a tombstone. Neither does that of which one of the two engines has said otherwise.
 */
export async function witnessEntity(scope: WitnessScope, subject: WitnessSubject): Promise<Witnessed> {
  const { entity, money } = subject
  const ofEntity = { realmId: scope.source.realmId, entity: entity.name }
  const reported = subject.reported ?? (await askReports(scope, questionOf(scope, subject)))
  if (typeof reported === 'string') return { outcome: 'notWitnessed', reason: reported }
  const noAmounts = whyNoAmounts(subject, reported)
  const query = queryOf(scope, subject, reported, noAmounts)
  const before = await scope.store.rows.compareReported(query)
  const refused = refusedOf(await scope.store.rejects.list({ ...ofEntity, ...scope.rejects }))
  const missing = lackingRows(scope, before, refused)
  const unlisted = before.unlisted.slice(0, mostLookedUp)
  const differing = before.differing.slice(0, mostReadAgain).map(({ id }) => id)
  const lacking = await lookUp(scope, entity, ids(missing))
  const doubted = await lookUp(scope, entity, [...unlisted, ...differing])
  // A record that QuickBooks could not give to a scan either is among the rejects already, by its second.
  const areRejects = lacking.poisoned.length <= refused.seconds.length + refused.nameless
  await rejectPoisoned(scope.writer, [...(areRejects ? [] : lacking.poisoned), ...doubted.poisoned])
  const doubtful = await doubtfulOf(scope, before, doubted.gone, money)
  const gone = without(doubted.gone, doubtful)
  const tombstoned = (await scope.writer?.bury(gone)) ?? 0
  const isWritten = scope.writer !== undefined && missing.length + unlisted.length + differing.length > 0
  const after = isWritten ? await scope.store.rows.compareReported(query) : before
  const silent = missing.filter(({ id }) => lacking.gone.includes(id))
  const reportedStill = silent.length === 0 ? undefined : await stillListed(scope, silent, money)
  const excused = new Set(areRejects ? lacking.poisoned.map(({ id }) => id) : [])
  const isPast = (id: string): boolean =>
    excused.has(id) || (reportedStill !== undefined && lacking.gone.includes(id) && !reportedStill.has(id))
  const judged = judge(scope, {
    missing,
    after: { ...after, missing: lackingRows(scope, after, refused) },
    lacking,
    doubted,
    isPast,
  })
  return {
    outcome: 'witnessed',
    currency: [...reported.currencies].join(' '),
    months: after.months,
    lacking: ids(before.missing),
    noAmounts,
    refused: missing.filter(({ id }) => excused.has(id)),
    tombstoned,
    gone,
    doubtful,
    seen: new Map([...lacking.seen, ...doubted.seen]),
    open: before.unlisted.length - unlisted.length,
    unanswered: without(
      [...lacking.refused, ...doubted.refused],
      [...judged.lost, ...judged.differing].map(({ id }) => id),
    ),
    ...judged,
  }
}

/** What queries have just shown, and what reports list still, is not gone because a look-up gives nothing. */
async function doubtfulOf(
  scope: WitnessScope,
  { differing }: ReportedComparison,
  ids: readonly string[],
  money: CompanyMoney,
): Promise<readonly string[]> {
  if (ids.length === 0) return []
  const shown = new Set(await scope.doubt?.(ids))
  const silent = new Set(ids)
  const listed = differing.filter(({ id }) => silent.has(id))
  const still = listed.length === 0 ? undefined : await stillListed(scope, listed, money)
  // Where it cannot be asked again, what was listed is.
  for (const { id } of listed) if (still === undefined || still.has(id)) shown.add(id)
  return ids.filter((id) => shown.has(id))
}

interface Differences {
  readonly missing: readonly ReportedRow[]
  readonly after: ReportedComparison
  readonly lacking: LookedInto
  readonly doubted: LookedInto
  readonly isPast: (id: string) => boolean
}

/** What is left of the differences once everything has been read: what has changed since is none. */
function judge(
  { writer }: WitnessScope,
  { missing, after, lacking, doubted, isPast }: Differences,
): Pick<Findings, 'found' | 'lost' | 'unlisted' | 'nothing' | 'differing'> {
  const concerns = (seen: SeenRecord | undefined): boolean =>
    seen === undefined || (seen.settled && seen.inRange)
  const absent = new Set(ids(after.missing.filter(({ id }) => !isPast(id))))
  const isThere = (id: string): boolean => lacking.seen.has(id) && (writer === undefined || !absent.has(id))
  const gone = new Set(doubted.gone)
  const kept = after.unlisted.filter((id) => !gone.has(id) && concerns(doubted.seen.get(id)))
  const met = new Set([...doubted.seen.keys(), ...doubted.poisoned.map(({ id }) => id)])
  const looked = kept.filter((id) => met.has(id))
  return {
    found: missing.flatMap(({ id }) => {
      const seen = lacking.seen.get(id)
      return seen !== undefined && concerns(seen) && isThere(id) ? [seen] : []
    }),
    lost: missing.filter(({ id }) => absent.has(id) && !isThere(id) && concerns(lacking.seen.get(id))),
    unlisted: looked.map((id) => doubted.seen.get(id)?.row ?? { id }),
    nothing: looked.filter((id) => doubted.seen.get(id)?.isNothing === true).length,
    differing: after.differing.filter(
      ({ id, changed }) =>
        !gone.has(id) && (!changed || doubted.seen.has(id)) && concerns(doubted.seen.get(id)),
    ),
  }
}

/** Of the loaded days; without those that are rejects already, since they could not be stored. */
function lackingRows(
  { loaded }: WitnessScope,
  { missing }: ReportedComparison,
  refused: Refused,
): readonly ReportedRow[] {
  const rejects = new Set(refused.ids)
  return missing.filter(({ id, day }) => isIn(loaded, day) && !rejects.has(id))
}

function questionOf({ settledBefore }: WitnessScope, subject: WitnessSubject): ReportQuestion {
  const { witnessed, spans, money, atOnce } = subject
  return { types: witnessed.types, spans, settledBefore, money, atOnce }
}

function queryOf(
  { source, settledBefore }: WitnessScope,
  { entity, witnessed, spans, money }: WitnessSubject,
  { rows }: CollectedRows,
  noAmounts: string | undefined,
): ReportedQuery {
  const isCompared = witnessed.hasTotal && noAmounts === undefined
  const amount = money.multicurrency ? 'homeTotal' : 'total'
  return {
    realmId: source.realmId,
    entity: entity.name,
    types: witnessed.types,
    rows,
    days: spans,
    settledBefore,
    amount: isCompared ? amount : undefined,
  }
}

/** Amounts of another currency, or of a column that is not filled, are no amounts of ours. */
function whyNoAmounts(
  { witnessed, money }: WitnessSubject,
  { count, currencies, showsAmounts }: CollectedRows,
): string | undefined {
  if (!witnessed.hasTotal || count === 0) return undefined
  if (!showsAmounts) return 'the report shows none'
  const [currency = money.home, ...others] = currencies
  if (others.length > 0) return `the reports are in several currencies (${[...currencies].join(', ')})`
  return money.home === undefined || currency === money.home
    ? undefined
    : `the report is in ${currency}, and the company's currency is ${money.home}`
}

function isIn(spans: readonly Days[], day: string): boolean {
  return spans.some(({ from, to }) => day >= from && day < to)
}

function without(all: readonly string[], some: readonly string[]): readonly string[] {
  const left = new Set(all)
  for (const id of some) left.delete(id)
  return [...left]
}

function ids(rows: readonly ReportedRow[]): readonly string[] {
  return rows.map(({ id }) => id)
}

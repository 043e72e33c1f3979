import { allEnded } from '../failure/all-ended.js'
import type { ReadSet } from '../plan/read-set.js'
import { cutEvenly, loadedIn, type CountedSpan, type Span } from '../compare/bisection.js'
import { countInTable, countSpans } from '../compare/counts.js'
import type { ChangedRecord } from '../compare/known-changes.js'
import type { RecordScope } from '../compare/record-scope.js'
import { compareIds, settledWindow, type IdsRead } from './compare-ids.js'
import { driftOf, type Drift, type DriftScope } from './drift.js'
import { gatherChanges, type GatheredChanges } from './gather-changes.js'
import { lookUpLeft } from './look-up-left.js'
import type { StoredVersion } from '../ledger/stored-versions.js'

export interface ComparedEntity {
  readonly expected: number
  readonly loaded: number
  readonly drifts: readonly Drift[]
  /** Records that QuickBooks has and did not show, or that have no Id. */
  readonly unseen: number
  /** Rows that QuickBooks did not show, and would not answer for when they were looked up. */
  readonly unanswered: number
  /** Whether the table stood still while it was looked at. */
  readonly stable: boolean
  readonly deletionsKnown: boolean
}

/** One read set: what the table holds of it, and what QuickBooks showed of it. */
interface ComparedSet {
  readonly set: ReadSet
  readonly loadedByWindow: readonly number[]
  readonly parts: readonly CountedSpan[]
  /** By part; undefined where the counts were enough. */
  readonly read: ReadonlyMap<CountedSpan, IdsRead>
}

/**
 * Up to so many rows their Ids are read outright, in one call a thousand: no more calls than counting the parts would
 * take, and the answer is exact.
 */
const mostRowsRead = 16_000
const mostParts = 16

/**
 * Compares the rows that have not changed since the finished run with those of QuickBooks, Id by Id; of a large set only
 * the parts whose counts differ, if QuickBooks tells all deletions since then. What has changed is compared record by
 * record. Nothing is written.
 */
export async function verifyEntity(
  scope: RecordScope,
  settledBefore: DriftScope['settledBefore'],
  serverNow: Promise<number | undefined>,
): Promise<ComparedEntity> {
  const { sets, windowOf } = scope.entity
  const opened = await allEnded(sets.map((set) => openSet(scope, set)))
  const early = opened.some((set) => set.parts.length > 1)
    ? await gatherChanges(scope, await serverNow)
    : undefined
  const read = await allEnded(opened.map((set) => readSet(scope, set, early)))
  // What changes while Ids are read shows in a look behind it: such a record is no matter of the settled set any more.
  const isRead = read.some((set) => set.read.size > 0)
  const changes = early === undefined || isRead ? await gatherChanges(scope, await serverNow) : early
  const changed = await changedRows(scope, changes)
  const outcomes = await allEnded(read.map((set) => judgeSet(scope, set, changed)))
  const total = (pick: (outcome: SetOutcome) => number): number =>
    outcomes.reduce((sum, outcome) => sum + pick(outcome), 0)
  const told = driftOf(changes.known.values(), changed.stored, { windowOf, settledBefore })
  const isToldGone = ({ id, kind }: Drift): boolean =>
    kind === 'left' && changes.known.get(id)?.deleted === true
  const absent = outcomes.flatMap((outcome) => outcome.absent)
  const doubted = new Set([...told.filter(isToldGone).map(({ id }) => id), ...absent])
  const left = await lookUpLeft(scope, [...doubted], settledBefore)
  // What a scan met and could not be given is met again by its Id.
  const unreadable = read
    .flatMap((set) => [...set.read.values()])
    .reduce((sum, part) => sum + part.unreadable, 0)
  return {
    expected: total((outcome) => outcome.expected) + absent.filter((id) => left.given.has(id)).length,
    loaded: total((outcome) => outcome.loaded),
    drifts: [
      ...told.filter((drift) => !isToldGone(drift)),
      ...left.drifts,
      ...outcomes.flatMap((outcome) => outcome.drifts),
    ],
    unseen:
      changes.unreadable + total((outcome) => outcome.unseen) + Math.max(0, left.unreadable - unreadable),
    unanswered: left.unanswered,
    stable: outcomes.every((outcome) => outcome.stable),
    deletionsKnown: changes.deletionsKnown,
  }
}

/**
 * Counts a set at the source: whole where it is read anyway, and in parts, all asked at once, where it is so large that
 * equal parts need not be read. Lists are not cut: a record that was merged away leaves no trace in any answer, so they
 * are read in any case.
 */
async function openSet(scope: RecordScope, set: ReadSet): Promise<ComparedSet> {
  const { settledByWindow: loadedByWindow, loaded } = await countInTable(scope, set)
  const { definition, windows } = scope.entity
  const isCut = definition.strategy === 'transaction' && loaded > mostRowsRead
  const spans = cutEvenly(windows.length, isCut ? Math.min(mostParts, windows.length) : 1)
  const counts = await countSpans(scope, set, spans)
  const parts = spans.map((span, index) => ({
    ...span,
    count: counts[index] ?? 0,
    loaded: loadedIn(span, loadedByWindow),
  }))
  return { set, loadedByWindow, parts, read: new Map() }
}

/** Equal counts are enough only where no deletion can hide in them. */
async function readSet(
  scope: RecordScope,
  opened: ComparedSet,
  early: GatheredChanges | undefined,
): Promise<ComparedSet> {
  const rows =
    early?.deletionsKnown === true ? unchangedRows(scope, opened, await changedRows(scope, early)) : undefined
  const differing = opened.parts.filter((part) => rows === undefined || loadedIn(part, rows) !== part.count)
  const read = await allEnded(
    differing.map(async (part) => {
      const ids = await compareIds(scope, opened.set, part)
      return { part, counted: await countAgain(scope, opened.set, part, ids), ids }
    }),
  )
  const counted = new Map(read.map((each) => [each.part, each.counted]))
  return {
    ...opened,
    parts: opened.parts.map((part) => counted.get(part) ?? part),
    read: new Map(read.map((each) => [each.counted, each.ids])),
  }
}

/** What has changed since it was counted has left the settled set: where fewer were met, the smaller of two counts is meant. */
async function countAgain(
  scope: RecordScope,
  set: ReadSet,
  part: CountedSpan,
  read: IdsRead,
): Promise<CountedSpan> {
  if (part.count <= metIn(read)) return part
  const [count = part.count] = await countSpans(scope, set, [part])
  return { ...part, count: Math.min(part.count, count) }
}

/** How many records the answers held. */
function metIn({ shown, unreadable, nameless }: IdsRead): number {
  return shown.size + unreadable + nameless
}

/** What has changed at the source, and the rows that the table has of it. */
interface ChangedRows {
  readonly known: ReadonlyMap<string, ChangedRecord>
  readonly stored: ReadonlyMap<string, StoredVersion>
}

async function changedRows(scope: RecordScope, { known }: GatheredChanges): Promise<ChangedRows> {
  const { store, run, entity } = scope
  const rows = await store.rows.versions(run.realmId, entity.name, [...known.keys()])
  return { known, stored: new Map(rows.map((row) => [row.id, row])) }
}

interface SetOutcome extends Pick<ComparedEntity, 'expected' | 'loaded' | 'drifts' | 'unseen' | 'stable'> {
  /** Live settled rows that were to be shown, and were not. */
  readonly absent: readonly string[]
}

async function judgeSet(scope: RecordScope, set: ComparedSet, changed: ChangedRows): Promise<SetOutcome> {
  const rows = unchangedRows(scope, set, changed)
  const { known } = changed
  const loaded = rows.reduce((sum, each) => sum + each, 0)
  const drifts: Drift[] = []
  let expected = 0
  let unseen = 0
  let stable = true
  for (const part of set.parts) {
    const read = set.read.get(part)
    if (read === undefined) {
      expected += part.count
      continue
    }
    const shown = [...read.shown].filter(([id]) => !known.has(id))
    const unshown = part.count - metIn(read)
    unseen += read.unreadable + read.nameless + Math.max(0, unshown)
    expected += shown.length + read.unreadable + read.nameless
    drifts.push(...read.losses.filter(({ id }) => !known.has(id)))
    for (const [, window] of shown) if (window !== undefined) rows[window] = (rows[window] ?? 0) - 1
  }
  const absent: string[] = []
  for (const [part, { shown }] of set.read) {
    const surplus = rows.slice(part.first, part.end)
    if (surplus.some((count) => count < 0)) stable = false
    if (surplus.every((count) => count <= 0)) continue
    const ids = await idsOfPart(scope, set.set, part)
    absent.push(...ids.filter((id) => !shown.has(id) && !known.has(id)))
  }
  return { expected, loaded, drifts, unseen, stable, absent }
}

/** Ids of the live settled rows of some windows. */
function idsOfPart(
  { store, run, entity }: RecordScope,
  set: ReadSet,
  part: Span,
): Promise<readonly string[]> {
  const { realmId, runId } = run
  const { rows, settledBefore } = set.between(part.first, part.end).settled(run.settledBefore)
  const query = { realmId, runId, entity: entity.name, rows, settledBefore, seenSince: undefined }
  return store.rows.idsLive(query)
}

/** Live settled rows of the set by window, without those that are known to have changed at the source. */
function unchangedRows(
  { run }: RecordScope,
  { set, loadedByWindow }: ComparedSet,
  { known, stored }: ChangedRows,
): number[] {
  const rows = [...loadedByWindow]
  for (const id of known.keys()) {
    const row = stored.get(id)
    const window = row === undefined ? -1 : settledWindow(row, set, run.settledBefore)
    if (window >= 0) rows[window] = (rows[window] ?? 0) - 1
  }
  return rows
}

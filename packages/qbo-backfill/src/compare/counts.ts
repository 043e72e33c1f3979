import type { Condition } from 'qbo-client'
import type { RowSet } from 'qbo-raw-sink'
import { allEnded } from '../failure/all-ended.js'
import type { ReadSet, RecordSet } from '../plan/read-set.js'
import { bisect, loadedIn, type CountedSpan, type Span } from './bisection.js'
import type { RecordScope } from './record-scope.js'

/** COUNT(*) of the settled part of a set, or of those of it that more holds for. */
export async function countAtSource(
  { source, entity, run, signal }: RecordScope,
  set: RecordSet,
  also: readonly Condition[] = [],
): Promise<number> {
  const { where } = set.settled(run.settledBefore)
  return (await source.count({ entity: entity.name, where: [...where, ...also] }, { signal })).count
}

/** Counts spans of a set at the source, all asked at once. */
export async function countSpans(
  scope: RecordScope,
  set: ReadSet,
  spans: readonly Span[],
): Promise<readonly number[]> {
  return allEnded(spans.map(({ first, end }) => countAtSource(scope, set.between(first, end))))
}

/** Finds by COUNT(*) which windows of a set differ, down to one window or to so many rows as are read outright. */
export async function locate(
  scope: RecordScope,
  set: ReadSet,
  { count, loadedByWindow, mostRead }: Located,
): Promise<readonly CountedSpan[]> {
  const windows = { first: 0, end: loadedByWindow.length }
  const whole = { ...windows, count, loaded: loadedIn(windows, loadedByWindow), isInferred: true }
  const search = bisect(whole, loadedByWindow, mostRead)
  let step = search.next()
  while (step.done !== true) step = search.next(await countSpans(scope, set, step.value))
  return step.value
}

interface Located {
  /** Settled rows of the whole set at the source, as it was counted before. */
  readonly count: number
  /** Settled rows of the table. */
  readonly loadedByWindow: readonly number[]
  readonly mostRead: number
}

/** What the table holds of a set. */
export interface TableCounts {
  /** Settled live rows. */
  readonly loaded: number
  /** Of them, those that the run has read itself. */
  readonly seen: number
  /** All live rows of the range by window, settled or not; and the settled ones. */
  readonly live: readonly number[]
  readonly settledByWindow: readonly number[]
}

/** Counts a set in the table: all of it and by window. */
export async function countInTable(scope: RecordScope, set: ReadSet): Promise<TableCounts> {
  const buckets = await countLive(scope, set.settled(scope.run.settledBefore), set.groupBy)
  const live = scope.entity.windows.map(() => 0)
  const settledByWindow = [...live]
  let loaded = 0
  let seen = 0
  for (const bucket of buckets) {
    const index = set.windowOfGroup(bucket.bucket)
    loaded += bucket.settled
    seen += bucket.settledSeen
    if (index < 0) continue
    live[index] = (live[index] ?? 0) + bucket.live
    settledByWindow[index] = (settledByWindow[index] ?? 0) + bucket.settled
  }
  return { loaded, seen, live, settledByWindow }
}

/** What the table may be asked for: without S all of its rows count as settled. */
interface TableQuestion {
  readonly rows: RowSet
  readonly settledBefore: string | undefined
}

/** Counts live rows of the table together. */
export async function countRows(
  scope: RecordScope,
  question: TableQuestion,
): Promise<{ readonly live: number; readonly loaded: number; readonly seen: number }> {
  const [bucket] = await countLive(scope, question, 'total')
  return { live: bucket?.live ?? 0, loaded: bucket?.settled ?? 0, seen: bucket?.settledSeen ?? 0 }
}

async function countLive(
  { store, entity, run, seenSince }: RecordScope,
  { rows, settledBefore }: TableQuestion,
  groupBy: ReadSet['groupBy'],
): ReturnType<RecordScope['store']['rows']['countLive']> {
  const { realmId, runId } = run
  return store.rows.countLive({
    realmId,
    entity: entity.name,
    rows,
    runId,
    seenSince,
    settledBefore,
    groupBy,
  })
}

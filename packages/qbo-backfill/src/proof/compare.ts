import { allEnded } from '../all-ended.js'
import { orderKeyOf, readSetOf, settled, type ReadSetKind } from '../plan/read-set.js'
import { windowOfDate } from '../plan/window.js'
import { kindsOf, windowsFor, type RecordScope } from '../run/run-context.js'
import type { LiveCount } from '../store/store.js'

/** What one read set of an entity holds at the source and in the table. */
export interface SetComparison {
  readonly kind: ReadSetKind
  /** Settled rows at the source, by COUNT(*). */
  readonly expected: number
  /** Settled live rows in the table. */
  readonly loaded: number
  /** Of the loaded rows, those that this run has read itself. */
  readonly seen: number
  /** All live rows of the range in the table by window, settled or not; and the settled ones. */
  readonly live: readonly number[]
  readonly settledByWindow: readonly number[]
}

export interface EntityComparison {
  readonly entity: string
  readonly sets: readonly SetComparison[]
  readonly expected: number
  readonly loaded: number
  readonly seen: number
  /** Records that this run read and PostgreSQL could not store: known, and no matter of the proof but of their own check. */
  readonly rejected: number
  readonly equal: boolean
}

/** Settled rows at the source, by read set. */
export type SourceCounts = ReadonlyMap<ReadSetKind, number>

/** Asks for the counts of all read sets at once: the shorter it takes, the less can change meanwhile. */
export async function countAtSource(
  context: RecordScope,
  entity: string,
  plannedKinds: ReadonlySet<ReadSetKind>,
): Promise<SourceCounts> {
  const counts = kindsOf(context, entity).map(async (kind): Promise<[ReadSetKind, number]> => {
    // What was empty when the run was planned is empty now: rows only leave a settled set.
    return [kind, plannedKinds.has(kind) ? await countSetAtSource(context, entity, kind) : 0]
  })
  return new Map(await allEnded(counts))
}

/** Compares COUNT(*) of the settled set with the table's live rows in the same set, counted in the database. */
export async function compareEntity(
  context: RecordScope,
  entity: string,
  source: SourceCounts,
): Promise<EntityComparison> {
  const sets: SetComparison[] = []
  for (const kind of kindsOf(context, entity)) {
    const counts = await countInTable(context, entity, kind)
    sets.push({ kind, expected: source.get(kind) ?? 0, ...counts })
  }
  const sum = (pick: (set: SetComparison) => number): number =>
    sets.reduce((total, set) => total + pick(set), 0)
  const expected = sum((set) => set.expected)
  const loaded = sum((set) => set.loaded)
  const seen = sum((set) => set.seen)
  const { open, acknowledged } = await context.store.rejectedCount(
    context.run.realmId,
    entity,
    context.run.runId,
  )
  const rejected = open + acknowledged
  const equal =
    sets.every(isEqual) || (loaded === seen && loaded <= expected && expected <= loaded + rejected)
  return { entity, sets, expected, loaded, seen, rejected, equal }
}

/**
 * A row lost and a row too many in the same set would cancel out in a count. The rows that this run read itself are
 * the second witness: a row too many is one that the run has not seen.
 */
export function isEqual(set: Pick<SetComparison, 'expected' | 'loaded' | 'seen'>): boolean {
  return set.expected === set.loaded && set.loaded === set.seen
}

async function countSetAtSource(context: RecordScope, entity: string, kind: ReadSetKind): Promise<number> {
  const { where } = readSetOf(kind, windowsFor(context, entity), context.run.from)
  const scope = kind === 'everything' ? where : settled(where, context.run.settledBefore)
  return (await context.source.count({ entity: entity as never, where: scope }, { signal: context.signal }))
    .count
}

/** Counts the set in the table: all of it and by window. */
export async function countInTable(
  context: RecordScope,
  entity: string,
  kind: ReadSetKind,
): Promise<Omit<SetComparison, 'kind' | 'expected'>> {
  const windows = windowsFor(context, entity)
  if (windows.length === 0) return { loaded: 0, seen: 0, live: [], settledByWindow: [] }
  const buckets = await context.store.countLive({
    realmId: context.run.realmId,
    entity,
    rows: readSetOf(kind, windows, context.run.from).rows,
    runId: context.run.runId,
    seenSince: context.seenSince?.get(entity),
    // Entities without a usable time filter cannot be narrowed to what is settled: they are compared whole.
    settledBefore: kind === 'everything' ? undefined : context.run.settledBefore,
    groupBy: groupingOf(kind, windows),
  })
  const live = Array.from<number>({ length: windows.length }).fill(0)
  const settledByWindow = [...live]
  let loaded = 0
  let seen = 0
  for (const bucket of buckets) {
    const index = windowIndexOfBucket(kind, bucket, windows)
    loaded += bucket.settled
    seen += bucket.settledSeen
    if (index < 0) continue
    live[index] = (live[index] ?? 0) + bucket.live
    settledByWindow[index] = (settledByWindow[index] ?? 0) + bucket.settled
  }
  return { loaded, seen, live, settledByWindow }
}

function groupingOf(
  kind: ReadSetKind,
  windows: readonly { readonly start: string; readonly end: string }[],
): Parameters<RecordScope['store']['countLive']>[0]['groupBy'] {
  if (kind === 'transaction') return 'txnDate'
  if (kind === 'everything') return 'total'
  const boundaries = [...windows.map((window) => window.start), windows.at(-1)?.end ?? '']
  return { column: orderKeyOf(kind) === 'MetaData.CreateTime' ? 'createTime' : 'lastUpdatedTime', boundaries }
}

function windowIndexOfBucket(
  kind: ReadSetKind,
  bucket: LiveCount,
  windows: Parameters<typeof windowOfDate>[0],
): number {
  if (kind === 'transaction') return windowOfDate(windows, bucket.bucket)
  return kind === 'everything' ? 0 : Number(bucket.bucket)
}

import type { SourceCounts } from '../compare/compare-entity.js'
import type { RecordScope } from '../compare/record-scope.js'
import { allEnded } from '../failure/all-ended.js'
import type { EntityTotals } from '../ledger/run-state.js'
import { settledCondition, type ReadSetKind, type SettledSet } from '../plan/read-set.js'
import { serverInstant } from '../source/server-time.js'
import type { ProofScope } from './entity-proof.js'

/** What the clocks of QuickBooks' servers, and what they show of changes, may be apart by, milliseconds. */
export const marginMs = 2000

/** What counting takes of what a proof works with. */
export interface CountingScope extends Pick<RecordScope, 'source' | 'entity' | 'signal'> {
  readonly run: Pick<RecordScope['run'], 'settledBefore'>
  /** The read set that held all rows of the entity when the run was planned, where one of several did. */
  readonly allIn: EntityTotals['allIn']
  /** Whether nothing of it was counted when the run was planned. */
  readonly isEmpty: boolean
}

interface PlannedScope extends Pick<ProofScope, 'source' | 'entity'> {
  readonly run: Pick<ProofScope['run'], 'settledBefore' | 'totals'>
}

/** @param scope without a signal, or with one of its own */
export function countingScope<Scope extends PlannedScope>(
  scope: Scope,
): Scope & Pick<CountingScope, 'allIn' | 'isEmpty'> {
  const totals = scope.run.totals[scope.entity.name]
  return { ...scope, allIn: totals?.allIn, isEmpty: totals?.expected === 0 }
}

/** The settled rows of an entity at the source, and since when nothing must have changed for them to be so still. */
export interface SettledCounts {
  readonly source: SourceCounts
  /** By QuickBooks' clock, epoch milliseconds; before all times if it did not tell. */
  readonly since: number
}

/**
 * Asks for the counts of all read sets at once: the shorter it takes, the less can change meanwhile. Where one set
 * held all rows, all rows are counted: no settled row has come to another since, and one that it lacked shows.
 */
export async function countSettled(scope: CountingScope): Promise<SettledCounts> {
  const { allIn, entity, run } = scope
  const counted = await allEnded(
    allIn === undefined
      ? entity.sets.map((set) => countSet(scope, set.kind, set.settled(run.settledBefore)))
      : [countSet(scope, allIn, { where: [settledCondition(run.settledBefore)] })],
  )
  return {
    source: new Map(counted.map(({ kind, count }) => [kind, count])),
    since: Math.min(...counted.map(({ since }) => since)),
  }
}

interface CountedSet {
  readonly kind: ReadSetKind
  readonly count: number
  readonly since: number
}

/**
 * Counts a set. That it is empty is not believed of a count: nothing of it has been read, so that no row tells otherwise, and
 * COUNT(*) has been wrong (reference: reports-api §2). Its first record is asked for, in the place of the count where none
 * was counted before.
 */
async function countSet(
  scope: CountingScope,
  kind: ReadSetKind,
  { where }: Pick<SettledSet, 'where'>,
): Promise<CountedSet> {
  const { source, entity, signal, isEmpty } = scope
  const count = (): Promise<Answer> => source.count({ entity: entity.name, where }, { signal })
  const asked = performance.now()
  let answer = isEmpty ? none : await count()
  if (answer.count === 0) {
    answer = await countFirst(scope, where)
    if (isEmpty && answer.count > 0) {
      const { count: rows, time } = await count()
      // It is one at least, whatever the count says again.
      answer = { count: Math.max(1, rows), time }
    }
  }
  const answered = serverInstant(answer.time)
  // What it counted it saw after it was asked, and its clock was read when it answered, or before.
  const elapsedMs = performance.now() - asked
  return {
    kind,
    count: answer.count,
    since: answered === undefined ? Number.NEGATIVE_INFINITY : answered - elapsedMs - marginMs,
  }
}

interface Answer {
  readonly count: number
  readonly time?: string | undefined
}

const none: Answer = { count: 0 }

/** 1 if there is any record. */
async function countFirst(
  { source, entity, signal }: CountingScope,
  where: SettledSet['where'],
): Promise<Answer> {
  for await (const { records, poisoned = [], time } of source.pages({
    entity: entity.name,
    where,
    pageSize: 1,
    signal,
  }))
    if (records.length + poisoned.length > 0) return { count: 1, time }
  return none
}

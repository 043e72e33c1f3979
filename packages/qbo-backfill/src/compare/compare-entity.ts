import type { EntityName } from 'qbo-client'
import type { ReadSet, ReadSetKind } from '../plan/read-set.js'
import { countInTable, type TableCounts } from './counts.js'
import { refusedOf, type Refused } from './refused.js'
import { refusedRows } from './refused-rows.js'
import type { RecordScope } from './record-scope.js'

/** What one read set of an entity holds at the source and in the table. */
export interface SetComparison extends TableCounts {
  readonly kind: ReadSetKind
  /** Settled rows at the source, by COUNT(*). */
  readonly expected: number
  /** Settled rows at the source that are known and listed, since they could not be stored as they are. */
  readonly refused: number
  /** Whether all other rows are the same, as far as counts can tell. */
  readonly equal: boolean
}

export interface EntityComparison {
  readonly entity: EntityName
  readonly sets: readonly SetComparison[]
  readonly expected: number
  readonly loaded: number
  readonly seen: number
  readonly refused: number
  /** Ids of records that are listed, since they could not be stored as they are. */
  readonly refusedIds: readonly string[]
  readonly equal: boolean
}

/** Settled rows at the source, by read set. */
export type SourceCounts = ReadonlyMap<ReadSetKind, number>

/** Compares COUNT(*) of the settled set with the table's live rows in the same set, counted in the database. */
export async function compareEntity(scope: RecordScope, source: SourceCounts): Promise<EntityComparison> {
  const { store, entity, run, seenSince } = scope
  const { realmId, runId } = run
  const refused = refusedOf(await store.rejects.list({ realmId, entity: entity.name, runId, seenSince }))
  const sets: SetComparison[] = []
  for (const set of entity.sets) {
    const { kind } = set
    const counted = { kind, expected: source.get(kind) ?? 0, ...(await countInTable(scope, set)) }
    sets.push({ ...counted, ...(await judge(scope, set, counted, refused)) })
  }
  const sum = (pick: (set: SetComparison) => number): number =>
    sets.reduce((total, set) => total + pick(set), 0)
  return {
    entity: entity.name,
    sets,
    expected: sum((set) => set.expected),
    loaded: sum((set) => set.loaded),
    seen: sum((set) => set.seen),
    refused: sum((set) => set.refused),
    refusedIds: refused.ids,
    equal: sets.every((set) => set.equal),
  }
}

/**
 * A row lost and a row too many in the same set would cancel out in a count. The rows that this run read itself are
 * the second witness: a row too many is one that the run has not seen. Records that are listed are left out on both
 * sides, each by what is known of it, so that none of them can stand for a row that is lost.
 */
async function judge(
  scope: RecordScope,
  set: ReadSet,
  { expected, loaded, seen }: Pick<SetComparison, 'expected' | 'loaded' | 'seen'>,
  refused: Refused,
): Promise<Pick<SetComparison, 'equal' | 'refused'>> {
  if (refused.ids.length + refused.seconds.length + refused.nameless === 0)
    return { equal: expected === loaded && loaded === seen, refused: 0 }
  const known = await refusedRows(scope, set, refused)
  const lacking = expected - known.atSource - (loaded - known.loaded)
  const excused = lacking > 0 ? await known.excused(lacking) : 0
  return {
    equal: lacking === excused && loaded - known.loaded === seen - known.seen,
    refused: known.atSource + excused,
  }
}

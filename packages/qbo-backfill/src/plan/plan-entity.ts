import type { EntityDefinition } from 'qbo-client'
import type { CountScope, EntityCounts } from './count-entity.js'
import { readSetKinds } from './read-set.js'
import type { PlannedSegment } from './segment.js'
import type { Window } from './window.js'

export interface PlannedEntity {
  readonly entity: EntityDefinition
  readonly windows: readonly Window[]
  /** Rows in the range, by COUNT(*) at plan time. */
  readonly expected: number
  /** Rows of the entity with no date filter at all. */
  readonly totalAtSource: number
  /** Rows created before S, of any date; counted where nothing else would tell of deletions. */
  readonly createdBefore?: number | undefined
  /** The read set that holds all of its rows, where one of several does. */
  readonly allIn?: 'created' | undefined
}

/** What an entity is, and how it is read. */
export interface PlannedReading {
  readonly entity: PlannedEntity
  /** One a read set that has rows: it is cut while it is read, where that is worth it. */
  readonly segments: readonly Omit<PlannedSegment, 'number'>[]
}

/** Lays the plan of an entity out of what was counted. */
export async function planEntity(
  scope: Omit<CountScope, 'rangeFrom'> & { readonly settledBefore: string },
  counts: EntityCounts,
): Promise<PlannedReading> {
  const { entity, windows } = scope
  const kinds = windows.length === 0 ? [] : readSetKinds(entity)
  const sets = kinds.map((kind) => ({ kind, rows: counts.sets.get(kind) as number }))
  return {
    entity: {
      entity,
      windows,
      expected: sets.reduce((sum, { rows }) => sum + rows, 0),
      totalAtSource: counts.total,
      allIn: kinds.length > 1 && counts.sets.get('created') === counts.total ? 'created' : undefined,
      createdBefore:
        kinds.length > 0 && tellsDeletionsByCount(entity) ? await countCreatedBefore(scope) : undefined,
    },
    // What is empty is not read; the proof asks for its first record.
    segments: sets
      .filter(({ rows }) => rows > 0)
      .map(({ kind, rows }) => ({
        entity: entity.name,
        kind,
        firstWindow: 0,
        endWindow: windows.length,
        plannedCount: rows,
      })),
  }
}

/**
 * Whether rows of a list lie outside the range, by the counts of the plan: among them may be some without a time of
 * creation, which no range holds.
 */
export function mayHaveUndated(
  entity: EntityDefinition,
  { expected, totalAtSource }: Pick<PlannedEntity, 'expected' | 'totalAtSource'>,
): boolean {
  return readSetKinds(entity).includes('created') && expected < totalAtSource
}

/** CDC does not know it; an edit does not change when a row was created, so that only a deletion makes them fewer. */
export function tellsDeletionsByCount({ cdc, hasMetaData }: EntityDefinition): boolean {
  return !cdc && hasMetaData
}

/** Rows of the entity that were created before S. */
export async function countCreatedBefore({
  source,
  entity,
  settledBefore,
  signal,
}: Pick<CountScope, 'source' | 'entity' | 'signal'> & { readonly settledBefore: string }): Promise<number> {
  const where = [{ field: 'MetaData.CreateTime', operator: '<', value: settledBefore }] as const
  return (await source.count({ entity: entity.name, where }, { signal })).count
}

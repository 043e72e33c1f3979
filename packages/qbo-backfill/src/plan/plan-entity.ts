import type { EntityDefinition } from 'qbo-client'
import { allEnded } from '../all-ended.js'
import type { Source } from '../source/source.js'
import { readSetKinds, readSetOf, type ReadSetKind } from './read-set.js'
import {
  cutWindows,
  levelCuts,
  mostCountings,
  segmentCount,
  type CountedSpan,
  type PlannedSegment,
  type WindowSpan,
} from './segment.js'
import type { Window } from './window.js'

export interface EntityScope {
  readonly source: Source
  readonly entity: EntityDefinition
  readonly windows: readonly Window[]
  /** Where the whole range starts. */
  readonly rangeFrom: string
  readonly totalAtSource: number
  readonly signal: AbortSignal | undefined
}

export interface PlannedEntity {
  readonly entity: EntityDefinition
  readonly windows: readonly Window[]
  /** Rows in the range, by COUNT(*) at plan time. */
  readonly expected: number
  /** Rows of the entity with no date filter at all. */
  readonly totalAtSource: number
}

type UnnumberedSegment = Omit<PlannedSegment, 'number'>

/** Counts what an entity holds in its windows and cuts it into segments. */
export async function planEntity(
  scope: EntityScope,
): Promise<{ entity: PlannedEntity; segments: readonly UnnumberedSegment[] }> {
  const { entity, windows, totalAtSource } = scope
  const kinds = windows.length === 0 ? [] : readSetKinds(entity)
  const sets = await allEnded(kinds.map((kind) => planReadSet(scope, kind)))
  const expected = sets.reduce((sum, { rows }) => sum + rows, 0)
  return {
    entity: { entity, windows, expected, totalAtSource },
    segments: sets.flatMap(({ segments }) => segments),
  }
}

async function planReadSet(
  scope: EntityScope,
  kind: ReadSetKind,
): Promise<{ rows: number; segments: readonly UnnumberedSegment[] }> {
  const { source, entity, windows, rangeFrom, totalAtSource, signal } = scope
  const count = async ({ firstWindow, endWindow }: WindowSpan): Promise<CountedSpan> => {
    const { where } = readSetOf(kind, windows.slice(firstWindow, endWindow), rangeFrom)
    const { count: plannedCount } = await source.count({ entity: entity.name, where }, { signal })
    return { firstWindow, endWindow, plannedCount }
  }
  const all = { firstWindow: 0, endWindow: windows.length }
  const whole = kind === 'everything' ? { ...all, plannedCount: totalAtSource } : await count(all)
  const parts = kind === 'everything' ? [whole] : await cutIntoParts(whole, count)
  return {
    rows: whole.plannedCount,
    // What is empty is settled as it is: rows can only leave it.
    segments: parts
      .filter(({ plannedCount }) => plannedCount > 0)
      .map((part) => ({ entity: entity.name, kind, ...part })),
  }
}

type CountSpan = (span: WindowSpan) => Promise<CountedSpan>

async function cutIntoParts(whole: CountedSpan, count: CountSpan): Promise<readonly CountedSpan[]> {
  const { plannedCount: rows, endWindow: windows } = whole
  const segments = segmentCount(rows, windows)
  let spans: readonly WindowSpan[] | undefined = cutWindows(windows, segments)
  let parts: readonly CountedSpan[] = []
  for (let countings = 0; spans !== undefined && countings < mostCountings(rows, segments); countings++) {
    parts = await countParts(whole, spans, count)
    spans = levelCuts(parts)
  }
  return parts
}

/** The last part holds what is left of the whole: a call less. If that is nothing, edits in between may have made it so. */
async function countParts(
  whole: CountedSpan,
  spans: readonly WindowSpan[],
  count: CountSpan,
): Promise<readonly CountedSpan[]> {
  const counted = await allEnded(spans.slice(0, -1).map(count))
  const left = counted.reduce((rows, { plannedCount }) => rows - plannedCount, whole.plannedCount)
  const last = spans.slice(-1).map((span) => (left > 0 ? { ...span, plannedCount: left } : count(span)))
  return [...counted, ...(await allEnded(last))]
}

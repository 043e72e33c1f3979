import type { EntityDefinition } from 'qbo-client'
import type { Source } from '../source/source.js'
import type { WindowSize } from './civil-date.js'
import type { Range } from './range.js'
import { noticeText, rangeNotice } from './range-notice.js'
import { readSetKinds, readSetOf, windowsOf, type ReadSetKind } from './read-set.js'
import { cutWindows, segmentCount, type PlannedSegment } from './segment.js'
import { formatInstant } from './time-zone.js'
import type { Window } from './window.js'

/** Changes younger than this may not be visible to queries yet, so the proof looks at what is older. */
const settlingMs = 5 * 60_000

export interface PlannedEntity {
  readonly entity: EntityDefinition
  readonly windows: readonly Window[]
  /** Rows in the range, by COUNT(*) at plan time. */
  readonly expected: number
  /** Rows of the entity with no date filter at all. */
  readonly totalAtSource: number
}

/** Everything that a run decides before it reads: frozen with the run, so that a resumed run is the same run. */
export interface Plan {
  readonly range: Range
  readonly windowSize: WindowSize | undefined
  /** S: QBO's clock when the run was planned, less five minutes. */
  readonly settledBefore: string
  readonly entities: readonly PlannedEntity[]
  readonly segments: readonly PlannedSegment[]
  /** What a person should know about the range: rounding, cutting. */
  readonly notices: readonly string[]
}

export interface PlanOptions {
  readonly source: Source
  readonly entities: readonly EntityDefinition[]
  readonly range: Range
  readonly windowSize: WindowSize | undefined
  readonly signal?: AbortSignal | undefined
}

/** Counts what is there, then cuts it into few segments. */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const { source, range, windowSize, signal } = options
  const notices: string[] = []
  const { totals, sourceTime } = await countTotals(options, notices)
  const settledBefore = formatInstant(Date.parse(sourceTime ?? new Date().toISOString()) - settlingMs)
  const entities: PlannedEntity[] = []
  const segments: PlannedSegment[] = []
  for (const [entity, totalAtSource] of totals) {
    const entityRange = rangeOf(entity, range, settledBefore, notices)
    const windows = windowsOf(entity, entityRange, windowSize)
    const planned = await planEntity(source, entity, windows, range.from, totalAtSource, signal)
    entities.push({ entity, windows, expected: planned.expected, totalAtSource })
    for (const segment of planned.segments) segments.push({ ...segment, number: segments.length + 1 })
  }
  return { range, windowSize, settledBefore, entities, segments, notices }
}

/** Counts each entity whole. One that the company's plan does not have (fault 5030) is left out, unless it is the only one. */
async function countTotals(
  { source, entities, signal }: PlanOptions,
  notices: string[],
): Promise<{ totals: ReadonlyMap<EntityDefinition, number>; sourceTime: string | undefined }> {
  const totals = new Map<EntityDefinition, number>()
  let sourceTime: string | undefined
  for (const entity of entities) {
    try {
      const answer = await source.count({ entity: entity.name }, { signal })
      totals.set(entity, answer.count)
      sourceTime ??= answer.time
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'QBO_FEATURE_UNAVAILABLE' || entities.length === 1)
        throw error
      notices.push(`${entity.name}: left out, since this company's QuickBooks plan does not have it.`)
    }
  }
  return { totals, sourceTime }
}

type UnnumberedSegment = Omit<PlannedSegment, 'number'>

async function planEntity(
  source: Source,
  entity: EntityDefinition,
  windows: readonly Window[],
  rangeFrom: string,
  totalAtSource: number,
  signal: AbortSignal | undefined,
): Promise<{ expected: number; segments: readonly UnnumberedSegment[] }> {
  let expected = 0
  const segments: UnnumberedSegment[] = []
  if (windows.length === 0) return { expected, segments }
  const count = async (kind: ReadSetKind, firstWindow: number, endWindow: number): Promise<number> => {
    if (kind === 'everything') return totalAtSource
    const { where } = readSetOf(kind, windows.slice(firstWindow, endWindow), rangeFrom)
    return (await source.count({ entity: entity.name, where }, { signal })).count
  }
  for (const kind of readSetKinds(entity)) {
    const rows = await count(kind, 0, windows.length)
    expected += rows
    // An empty set is settled as it is: rows can only leave it.
    if (rows === 0) continue
    const parts = cutWindows(windows.length, kind === 'everything' ? 1 : segmentCount(rows, windows.length))
    for (const part of parts) {
      const plannedCount = parts.length === 1 ? rows : await count(kind, part.firstWindow, part.endWindow)
      if (plannedCount === 0) continue
      segments.push({ entity: entity.name, kind, ...part, plannedCount })
    }
  }
  return { expected, segments }
}

/** A range that reaches into what is not settled yet is cut there for lists; the notice says so. */
function rangeOf(entity: EntityDefinition, range: Range, settledBefore: string, notices: string[]): Range {
  const notice = rangeNotice(entity, range, settledBefore)
  if (notice !== undefined) notices.push(noticeText(notice))
  return notice?.kind === 'cut' ? { ...range, to: settledBefore } : range
}

import type { EntityDefinition } from 'qbo-client'
import { mostHalves, partsFor, shareOf, usualStreams } from './cut.js'
import { mayHaveUndated, tellsDeletionsByCount } from './plan-entity.js'
import type { Plan } from './plan.js'
import { readSetKinds } from './read-set.js'
import type { PlannedSegment } from './segment.js'

const pageSize = 1000

/** Intuit allows 500 calls a minute; we stay at 490. */
const callsPerMinute = 490

/** API calls that reading and proving the plan will take while the company stands still, beside those that made the plan. */
export function forecastCalls({ entities, segments }: Plan): number {
  const definitions = entities.map(({ entity }) => entity)
  const rows = segments.reduce((sum, { plannedCount }) => sum + plannedCount, 0)
  const pages = definitions
    .flatMap((definition) =>
      segments
        .filter(({ entity }) => entity === definition.name)
        .map((segment) => callsOfSegment(segment, definition, rows)),
    )
    .reduce((sum, calls) => sum + calls, 0)
  return pages + callsOfCounts(entities) + callsOfLook(definitions) + callsOfName
}

/** What the company calls itself, for the report. */
const callsOfName = 1

/**
 * Each read set is counted once for the proof, those too that were empty when the run was planned, or all of them at once
 * where one holds all rows. One count more shows whether the filter for inactive rows hides some, where that is in doubt,
 * one whether rows of a list have no time, where some lie outside the range, and one whether rows were deleted where CDC does
 * not tell.
 */
function callsOfCounts(entities: Plan['entities']): number {
  return entities.reduce((calls, planned) => {
    const { entity, windows, allIn } = planned
    const kinds = allIn === undefined ? readSetKinds(entity).length : 1
    const sets = windows.length === 0 ? 0 : kinds
    const isCounted = sets > 0 && tellsDeletionsByCount(entity)
    const doubts = [entity.activeIsDoubtful, mayHaveUndated(entity, planned), isCounted].filter(
      Boolean,
    ).length
    return calls + sets + doubts
  }, 0)
}

/** CDC answers for all entities at once; of those that it does not know, a count says whether anything changed. */
function callsOfLook(definitions: readonly EntityDefinition[]): number {
  const counted = definitions.filter(({ cdc, hasMetaData }) => !cdc && hasMetaData)
  return counted.length + (definitions.some(({ cdc }) => cdc) ? 1 : 0)
}

/** Calls that wait for one another: the pages of the longest way, then the last look at what changed. */
export function forecastRounds({ segments }: Plan): number {
  const rows = segments.reduce((sum, { plannedCount }) => sum + plannedCount, 0)
  const pages = segments.map((segment) => {
    if (segment.kind === 'everything') return pagesByPosition(segment.plannedCount)
    const [first = 1, ...more] = partsOf(segment, rows)
    return more.length === 0 ? pagesOf(segment.plannedCount) : 1 + Math.max(first, ...more)
  })
  return Math.max(1, ...pages) + 1
}

/** Milliseconds that so many calls take at least: by Intuit's limits, and since some wait for others. */
export function forecastMs(calls: number, rounds: number, latencyMs: number): number {
  return Math.max((calls * 60_000) / callsPerMinute, latencyMs * Math.max(calls / usualStreams, rounds))
}

/** One that is cut is so behind its first page, and asks meanwhile where. */
function callsOfSegment(segment: PlannedSegment, { strategy }: EntityDefinition, allRows: number): number {
  const { kind, plannedCount } = segment
  if (kind === 'everything') return strategy === 'singleton' ? 1 : pagesByPosition(plannedCount)
  const parts = partsOf(segment, allRows)
  if (parts.length < 2) return pagesOf(plannedCount)
  const pages = parts.reduce((sum, own) => sum + own, 0)
  // Streams that have nothing left halve what is longer than two pages.
  const halves = Math.max(...parts) > 2 ? Math.min(mostHalves(allRows), usualStreams - parts.length) : 0
  const questions = parts.length - 1
  return 1 + questions + pages + halves
}

/** Reading by position ends at an empty page. */
function pagesByPosition(rows: number): number {
  return Math.ceil(rows / pageSize) + 1
}

/** Pages of each part of what it has behind its first page. */
function partsOf(
  { plannedCount, firstWindow, endWindow }: PlannedSegment,
  allRows: number,
): readonly number[] {
  const share = shareOf(plannedCount, allRows, usualStreams)
  return partsFor(plannedCount - pageSize, Math.min(share, endWindow - firstWindow))
}

/** A page begins with the last row of the one before; the page that ends a scan is not full. */
function pagesOf(rows: number): number {
  return Math.ceil((rows + 1) / (pageSize - 1))
}

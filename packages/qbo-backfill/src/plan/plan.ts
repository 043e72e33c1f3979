import type { EntityDefinition } from 'qbo-client'
import { allEnded } from '../all-ended.js'
import type { Source } from '../source/source.js'
import type { WindowSize } from './civil-date.js'
import { planEntity, type PlannedEntity } from './plan-entity.js'
import type { Range } from './range.js'
import { noticeText, rangeNotice } from './range-notice.js'
import { windowsOf } from './read-set.js'
import type { PlannedSegment } from './segment.js'
import { formatInstant } from './time-zone.js'

/** Changes younger than this may not be visible to queries yet, so the proof looks at what is older. */
const settlingMs = 5 * 60_000

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
  const { totals, settledBefore, notices } = await countTotals(options)
  const scopes = totals.map(({ entity, totalAtSource }) => {
    const windows = windowsOf(entity, rangeOf(entity, range, settledBefore, notices), windowSize)
    return { source, entity, windows, rangeFrom: range.from, totalAtSource, signal }
  })
  const planned = await allEnded(scopes.map(planEntity))
  return {
    range,
    windowSize,
    settledBefore,
    entities: planned.map(({ entity }) => entity),
    segments: planned
      .flatMap(({ segments }) => segments)
      .map((segment, index) => ({ ...segment, number: index + 1 })),
    notices,
  }
}

interface Totals {
  readonly totals: readonly { readonly entity: EntityDefinition; readonly totalAtSource: number }[]
  readonly settledBefore: string
  readonly notices: string[]
}

/** Counts each entity whole. One that the company's plan does not have (fault 5030) is left out, unless it is the only one. */
async function countTotals({ source, entities, signal }: PlanOptions): Promise<Totals> {
  const began = Date.now()
  const answers = await allEnded(
    entities.map(async (entity) => {
      try {
        const { count, time } = await source.count({ entity: entity.name }, { signal })
        return { entity, totalAtSource: count, time }
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'QBO_FEATURE_UNAVAILABLE' || entities.length === 1)
          throw error
        return { entity, totalAtSource: undefined, time: undefined }
      }
    }),
  )
  const times = answers.flatMap(({ time }) => (time === undefined ? [] : [Date.parse(time)]))
  return {
    totals: answers.flatMap(({ entity, totalAtSource }) =>
      totalAtSource === undefined ? [] : [{ entity, totalAtSource }],
    ),
    // The earliest of them: no count was made before it.
    settledBefore: formatInstant((times.length === 0 ? began : Math.min(...times)) - settlingMs),
    notices: answers
      .filter(({ totalAtSource }) => totalAtSource === undefined)
      .map(
        ({ entity }) => `${entity.name}: left out, since this company's QuickBooks plan does not have it.`,
      ),
  }
}

/** A range that reaches into what is not settled yet is cut there for lists; the notice says so. */
function rangeOf(entity: EntityDefinition, range: Range, settledBefore: string, notices: string[]): Range {
  const notice = rangeNotice(entity, range, settledBefore)
  if (notice !== undefined) notices.push(noticeText(notice))
  return notice?.kind === 'cut' ? { ...range, to: settledBefore } : range
}

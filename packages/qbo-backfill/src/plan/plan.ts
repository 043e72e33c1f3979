import type { EntityDefinition } from 'qbo-client'
import { allEnded } from '../failure/all-ended.js'
import { endsRun } from '../failure/failure.js'
import type { Source } from '../source/source.js'
import { settlingMs } from './cdc-reach.js'
import type { WindowSize } from './civil-date.js'
import { isTransaction } from './entity-range.js'
import { countEntity, type EntityCounts, type Refusal } from './count-entity.js'
import { leftOutText, type LeftOut } from './left-out.js'
import { planEntity, type PlannedEntity, type PlannedReading } from './plan-entity.js'
import type { Range } from './range.js'
import { noticeText, rangeNotice, type RangeNotice } from './range-notice.js'
import { windowsOf } from './window.js'
import type { PlannedSegment } from './segment.js'
import { formatInstant } from './time-zone.js'

/** Everything that a run decides before it reads: frozen with the run, so that a resumed run is the same run. */
export interface Plan {
  readonly range: Range
  readonly windowSize: WindowSize | undefined
  /** S: QBO's clock when the run was planned, less five minutes. */
  readonly settledBefore: string
  readonly entities: readonly PlannedEntity[]
  readonly segments: readonly PlannedSegment[]
  /** What was asked for and cannot be read, by the entity's name. */
  readonly leftOut: Readonly<Record<string, LeftOut>>
  /** What a person should know about the range: rounding, cutting. */
  readonly notices: readonly string[]
}

export interface PlanOptions {
  readonly source: Source
  readonly entities: readonly EntityDefinition[]
  readonly range: Range
  readonly windowSize: WindowSize | undefined
  readonly signal?: AbortSignal | undefined
  /** Told when all counts are asked for: what is asked for then waits for none of their answers, and none for it. */
  onCounting?(this: void): void
}

/**
 * Counts each entity, whole and in the range, all of it at once. A list's range may be cut at what is settled, which the
 * first answers tell: its count may then be a little high, and is a plan. What cannot be read is left out, unless nothing
 * is left then.
 */
export async function makePlan(options: PlanOptions): Promise<Plan> {
  const { source, entities, range, windowSize, signal } = options
  const began = Date.now()
  const { planned, settledBefore } = await stoppedTogether(source, async (counting) => {
    const scope = { ...options, source: counting }
    const count = async (entity: EntityDefinition): Promise<EntityCounts | Refusal> => {
      const windows = windowsOf(entity, range, windowSize)
      return countEntity({ source: counting, entity, windows, rangeFrom: range.from, signal })
    }
    const counted = new Map(largestFirst(entities).map((entity) => [entity, count(entity)]))
    options.onCounting?.()
    const settled = firstClock([...counted.values()]).then((clock) =>
      formatInstant((clock ?? began) - settlingMs),
    )
    const all = await allEnded(
      entities.map(async (entity) => {
        const counts = (await counted.get(entity)) as EntityCounts | Refusal
        return layOut(scope, { entity, counts }, await settled)
      }),
    )
    return { planned: all, settledBefore: await settled }
  })
  const read = planned.flatMap(({ reading }) => (reading === undefined ? [] : [reading]))
  const left = planned.flatMap(({ name, refusal }) => (refusal === undefined ? [] : [{ name, ...refusal }]))
  if (read.length === 0) throw left[0]?.error
  return {
    range,
    windowSize,
    settledBefore,
    entities: read.map(({ entity }) => entity),
    segments: read
      .flatMap(({ segments }) => segments)
      .map((segment, index) => ({ ...segment, number: index + 1 })),
    leftOut: Object.fromEntries(left.map(({ name, leftOut }) => [name, leftOut])),
    notices: [
      ...left.map(({ name, leftOut }) => leftOutText(name, leftOut.code)),
      ...planned.flatMap(({ notice }) => (notice === undefined ? [] : [noticeText(notice)])),
    ],
  }
}

/** Calls begin a tenth of a second apart: what takes longest to read, a company's transactions, is asked for first. */
function largestFirst(entities: readonly EntityDefinition[]): readonly EntityDefinition[] {
  return entities.toSorted((a, b) => Number(isTransaction(b)) - Number(isTransaction(a)))
}

interface CountedEntity {
  readonly entity: EntityDefinition
  readonly counts: EntityCounts | Refusal
}

/**
 * QuickBooks' clock, epoch milliseconds, at the first count that tells it: no row is read before. Undefined if none does.
 */
async function firstClock(counted: readonly Promise<EntityCounts | Refusal>[]): Promise<number | undefined> {
  const told = counted.map(async (each) => {
    const counts = await each
    if ('leftOut' in counts || counts.times.length === 0) throw new Error('It does not tell.')
    return Math.min(...counts.times)
  })
  return Promise.any(told).catch(() => undefined)
}

interface LaidOut {
  readonly name: string
  readonly reading?: PlannedReading
  readonly notice?: RangeNotice | undefined
  readonly refusal?: Refusal
}

/** Plans an entity as soon as it is counted, and the instant known that the proof goes by. */
async function layOut(
  { source, range, windowSize, signal }: CountingOptions,
  { entity, counts }: CountedEntity,
  settledBefore: string,
): Promise<LaidOut> {
  const { name } = entity
  if ('leftOut' in counts) return { name, refusal: counts }
  const notice = rangeNotice(entity, range, settledBefore)
  // A range that reaches into what is not settled yet is cut there for lists; the notice says so.
  const own = notice?.kind === 'cut' ? { ...range, to: settledBefore } : range
  const windows = windowsOf(entity, own, windowSize)
  const reading = await planEntity({ source, entity, windows, settledBefore, signal }, counts)
  return { name, reading, notice }
}

type CountingOptions = Omit<PlanOptions, 'source'> & { readonly source: Pick<Source, 'count'> }

/**
 * What would meet every question ends those that have not been sent: a company that is not connected is not asked a hundred
 * times whether it is. What is under way is answered, since it would not be counted else.
 */
async function stoppedTogether<T>(
  source: Source,
  ask: (counting: Pick<Source, 'count'>) => Promise<T>,
): Promise<T> {
  let fatal: { readonly error: unknown } | undefined
  const removeGate = source.addGate(() => {
    if (fatal !== undefined) throw fatal.error
  })
  try {
    return await ask({
      async count(...question) {
        try {
          return await source.count(...question)
        } catch (error) {
          if (endsRun(error)) fatal ??= { error }
          throw error
        }
      },
    })
  } finally {
    removeGate()
  }
}

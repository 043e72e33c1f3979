import { z } from 'zod'
import {
  rangeOptions,
  resolveEntities,
  resolveRange,
  sharedOptions,
  wrongWork,
  type EntityWord,
} from './options.js'
import type { SegmentKind } from './events.js'
import type { WindowSize } from './plan/civil-date.js'
import { forecastCalls, forecastMs, forecastRounds } from './plan/forecast-calls.js'
import { makePlan } from './plan/plan.js'
import type { Source } from './source/source.js'
import { validated } from './validated.js'
import { forecastWitness } from './witness/forecast-witness.js'

/** What a run would be asked for; see `BackfillOptions`. */
export interface PlanBackfillOptions {
  /** Where records come from: a client of `createQboClient`. */
  readonly source: Source
  /** What to read: `['customers', 'Invoice']`, or `['all']`. Words in any spelling: `entityNames(words)`. */
  readonly entities: readonly EntityWord[]
  /** Start of the range, included: an instant (`2024-01-01T00:00:00Z`) or a date, which is midnight in `timeZone`. */
  readonly from?: string | undefined
  /** End of the range, not included. */
  readonly to?: string | undefined
  /** The same as `from`. */
  readonly fecha_inicio?: string | undefined
  /** The same as `to`. */
  readonly fecha_fin?: string | undefined
  /** Size of the windows that rows are attributed to. @defaultValue `day` for transactions, `range` for the others */
  readonly window?: WindowSize | undefined
  /** IANA zone of bare dates and of calendar windows. @defaultValue `UTC` */
  readonly timeZone?: string | undefined
  /** Whether the run would ask QuickBooks' own reports too. @defaultValue `true` */
  readonly witness?: boolean | undefined
  /** Stops the counting. */
  readonly signal?: AbortSignal | undefined
}

/** What a run would read, and what that would take; plain JSON. */
export interface BackfillForecast {
  /** Start of the range, an instant in UTC. */
  readonly from: string
  /** End of the range, not included. */
  readonly to: string
  /** IANA zone of bare dates and of calendar windows. */
  readonly timeZone: string
  /** QuickBooks' clock at the counting, less five minutes: what changes later is read by the next sync. */
  readonly settledBefore: string
  /** One each, in the order asked. */
  readonly entities: readonly ForecastEntity[]
  /** The scans that the run would begin with; it divides large ones while it reads. */
  readonly segments: readonly ForecastSegment[]
  /** API calls of the run, those of the counting included. */
  readonly apiCalls: number
  /** The longest that QuickBooks took for a count just now, in milliseconds. */
  readonly latencyMs: number
  /** How long the run takes at least, in minutes with one decimal. */
  readonly minutes: number
  /** What is asked for and cannot be read, though others can; absent where there is none. */
  readonly leftOut?:
    | readonly {
        /** QuickBooks' own name: `Department`. */
        readonly entity: string
        /** What QuickBooks said, as the code of its error. */
        readonly code: string
      }[]
    | undefined
  /** What a person should know about the range: rounding, cutting, what cannot be read. */
  readonly notices: readonly string[]
}

/** What a run would read of one entity. */
export interface ForecastEntity {
  /** By QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** Rows in the range. */
  readonly expected: number
  /** Rows with no date filter. */
  readonly totalAtSource: number
  /** Windows that its rows are counted by. */
  readonly windows: number
  /** Scans that read it. */
  readonly segments: number
}

/** One scan of the run. */
export interface ForecastSegment {
  /** 1, 2, 3 … in the run. */
  readonly number: number
  /** By QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** By what it is read. */
  readonly kind: SegmentKind
  /** Its first window's start; empty where it has no windows. */
  readonly from: string
  /** Its last window's end, not included; empty where it has no windows. */
  readonly to: string
  /** Windows that it reads. */
  readonly windows: number
  /** Rows that it is expected to read. */
  readonly rows: number
}

const { source, signal } = sharedOptions
const optionsSchema = z.strictObject({
  source,
  signal,
  ...rangeOptions,
  entities: z.array(z.string()).min(1, 'names no entity'),
  witness: z.boolean().optional(),
})

/**
 * Counts what a run of the same options would read and forecasts its API calls. Writes nothing, and needs no database but
 * for the tokens.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 * @throws {QboError} what QuickBooks refuses.
 * @example
 * const { apiCalls, minutes } = await planBackfill({ source, entities: ['invoices'], from: '2024-01-01', to: '2025-01-01' })
 */
export async function planBackfill(options: PlanBackfillOptions): Promise<BackfillForecast> {
  const given = validated('the plan', optionsSchema, options, wrongWork(options))
  const entities = resolveEntities(given.entities)
  const range = resolveRange(given)
  const answersMs: number[] = []
  const unsubscribe = given.source.subscribe((event) => {
    if (event.type === 'request.completed' && event.kind !== 'token') answersMs.push(event.durationMs)
  })
  try {
    const plan = await makePlan({ ...given, entities, range, windowSize: given.window })
    const witness = given.witness === false ? 0 : forecastWitness(plan)
    const apiCalls = answersMs.length + forecastCalls(plan) + witness
    const latencyMs = Math.max(0, ...answersMs)
    const minutes = forecastMs(apiCalls, forecastRounds(plan), latencyMs) / 60_000
    const left = Object.entries(plan.leftOut)
    return {
      from: plan.range.from,
      to: plan.range.to,
      timeZone: plan.range.timeZone,
      settledBefore: plan.settledBefore,
      entities: plan.entities.map(({ entity, expected, totalAtSource, windows }) => ({
        entity: entity.name,
        expected,
        totalAtSource,
        windows: windows.length,
        segments: plan.segments.filter((segment) => segment.entity === entity.name).length,
      })),
      segments: plan.segments.map(({ number, entity, kind, firstWindow, endWindow, plannedCount }) => {
        const windows = plan.entities.find((each) => each.entity.name === entity)?.windows ?? []
        const span = windows.slice(firstWindow, endWindow)
        const [from = '', to = ''] = [span[0]?.start, span.at(-1)?.end]
        return { number, entity, kind, from, to, windows: span.length, rows: plannedCount }
      }),
      apiCalls,
      latencyMs,
      minutes: Math.ceil(minutes * 10) / 10,
      ...(left.length === 0 ? {} : { leftOut: left.map(([entity, { code }]) => ({ entity, code })) }),
      notices: plan.notices,
    }
  } finally {
    unsubscribe()
  }
}

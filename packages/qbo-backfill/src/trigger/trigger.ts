import type { WindowSize } from '../plan/civil-date.js'
import type { TriggerState } from './trigger-state.js'

/** What a trigger runs. Spread it into `runBackfill`: the same request is the same run, so a crash resumes. */
export interface TriggerRequest {
  readonly entities: readonly string[]
  readonly from: string
  readonly to: string
  readonly window: WindowSize | undefined
  readonly timeZone: string
}

/** A run that is stored and waits for its instant. */
export interface Trigger {
  readonly id: string
  readonly name: string | undefined
  readonly realmId: string
  readonly environment: string
  /** When it is due, in UTC: `2024-01-15T02:00:00Z`. */
  readonly at: string
  /** The same instant on the clocks of its zone: `2024-01-14 21:00 America/Guayaquil`. */
  readonly localTime: string
  readonly request: TriggerRequest
  /** Schema of the raw tables. */
  readonly rawSchema: string
  readonly state: TriggerState
  /** How often it was claimed. */
  readonly attempts: number
  /** Who claimed it last, and when. */
  readonly claimedBy: string | undefined
  readonly claimedAt: string | undefined
  /** The run that it started, and how far that is. */
  readonly runId: string | undefined
  readonly runStatus: string | undefined
  /** Why it ended as it did. */
  readonly message: string | undefined
  readonly settledAt: string | undefined
}

/** A trigger to store. */
export interface NewTrigger {
  readonly realmId: string
  readonly environment: 'production' | 'sandbox'
  /** An instant with its offset: `2024-01-15T02:00:00Z`, `2024-01-14T21:00:00-05:00`. */
  readonly at: string
  /** Entity names in any case, singular or plural. */
  readonly entities: readonly string[]
  /** Start of the range, included: an instant, or a date, which is midnight in `timeZone`. */
  readonly from?: string | undefined
  /** End of the range, not included. */
  readonly to?: string | undefined
  /** The same as `from`. */
  readonly fecha_inicio?: string | undefined
  /** The same as `to`. */
  readonly fecha_fin?: string | undefined
  /** @defaultValue `day` for transactions, `range` for the others */
  readonly window?: WindowSize | undefined
  /** IANA zone of the run, and of the local time that is shown. @defaultValue `UTC` */
  readonly timeZone?: string | undefined
  /** Schema of the raw tables. @defaultValue `raw` */
  readonly rawSchema?: string | undefined
  /** What people call it. */
  readonly name?: string | undefined
  /** Accept an instant in the past, which is due at once. @defaultValue false */
  readonly runIfPast?: boolean | undefined
}

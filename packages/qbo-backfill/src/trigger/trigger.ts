import type { WindowSize } from '../plan/civil-date.js'
import type { EntityName } from 'qbo-client'
import type { AskedRange, EntityWord } from '../options.js'
import type { TriggerState } from '../ledger/trigger-state.js'

/** What a trigger runs. Spread it into `runBackfill`: the same request is the same run, so a crash resumes. */
export interface TriggerRequest {
  /** By QuickBooks' own names. */
  readonly entities: readonly EntityName[]
  /** Start of the range, included: an ISO instant in UTC. */
  readonly from: string
  /** End of the range, not included: an ISO instant in UTC. */
  readonly to: string
  /** Size of the windows; undefined: `day` for transactions, `range` for the others. */
  readonly window: WindowSize | undefined
  /** IANA zone of the windows. */
  readonly timeZone: string
}

/** A run that is stored and waits for its instant. */
export interface Trigger {
  /** Names it: digits. */
  readonly id: string
  /** What people call it; undefined where nobody said. */
  readonly name: string | undefined
  /** The company: digits. */
  readonly realmId: string
  /** Where the company is. */
  readonly environment: string
  /** When it is due, in UTC: `2024-01-15T02:00:00Z`. */
  readonly at: string
  /** The same instant on the clocks of its zone: `2024-01-14 21:00 America/Guayaquil`. */
  readonly localTime: string
  /** What it runs. */
  readonly request: TriggerRequest
  /** Schema of the raw tables. */
  readonly rawSchema: string
  /** How far it is; `interrupted` if its claimer has died, so that it can be claimed again. */
  readonly state: TriggerState
  /** How often it was claimed. */
  readonly attempts: number
  /** Who claimed it last, and when. */
  readonly claimedBy: string | undefined
  /** When it was claimed last: an ISO instant in UTC. */
  readonly claimedAt: string | undefined
  /** The run that it started, and how far that is. */
  readonly runId: string | undefined
  /** How far that run is: `running`, `failed` or a colour. */
  readonly runStatus: string | undefined
  /** Why it ended as it did. */
  readonly message: string | undefined
  /** When it ended: an ISO instant in UTC. */
  readonly settledAt: string | undefined
}

/**
 * A trigger to store: what to run, over which range, and when.
 *
 * @example
 * await triggers.add({
 *   realmId: '9130350000000001',
 *   environment: 'production',
 *   at: '2024-01-14T21:00:00-05:00',
 *   entities: ['invoices'],
 *   from: '2023-01-01',
 *   to: '2024-01-01',
 * })
 */
export type NewTrigger = TriggerWork & AskedRange

/** What a trigger is asked to do, beside its range. */
export interface TriggerWork {
  /** The company: digits. */
  readonly realmId: string
  /** Where the company is. */
  readonly environment: 'production' | 'sandbox'
  /** An instant with its offset: `2024-01-15T02:00:00Z`, `2024-01-14T21:00:00-05:00`. */
  readonly at: string
  /** What to read: `['customers', 'Invoice']`, or `['all']`. */
  readonly entities: readonly EntityWord[]
  /** Size of the windows that rows are attributed to. @defaultValue `day` for transactions, `range` for the others */
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

/** What a sync brought, as plain JSON. */
export interface SyncReport {
  /** Names the sync in `run_id` of the rows that it wrote. */
  readonly syncId: string
  readonly realmId: string
  readonly environment: string
  /** green: the table is up to date; yellow: something cannot be known; red: a record could not be stored. */
  readonly status: 'green' | 'yellow' | 'red'
  readonly entities: readonly SyncedEntity[]
  readonly apiCalls: number
  readonly durationMs: number
}

export interface SyncedEntity {
  readonly entity: string
  readonly status: 'green' | 'yellow' | 'red'
  /** How it was asked: change data capture, a query by LastUpdatedTime, or all of it. */
  readonly method: SyncMethod
  /** What was asked from; null where all of it was read. */
  readonly since: string | null
  /** Where the next sync goes on: QuickBooks' clock less five minutes, for what becomes visible late. */
  readonly nextSince: string | null
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly stale: number
  readonly rejected: number
  readonly tombstoned: number
  /** Whether every deletion since then is known. */
  readonly deletionsKnown: boolean
  /** What cannot be known and what to do about it, one sentence each. */
  readonly findings: readonly string[]
}

export type SyncMethod = 'cdc' | 'query' | 'whole'

import type { EntityName } from 'qbo-client'
import type { Check } from './check.js'
import type { Colour } from './colour.js'
import type { SyncMethod } from './sync-method.js'
import type { WitnessReport } from './witness.js'

/** What a sync brought, as plain JSON. */
export interface SyncReport {
  /** Names the sync in `run_id` of the rows that it wrote. */
  readonly syncId: string
  /** The company: digits. */
  readonly realmId: string
  /** Where the company is. */
  readonly environment: 'production' | 'sandbox'
  /** green: the table is up to date; yellow: something cannot be known; red: a record could not be stored. */
  readonly status: Colour
  /** What it brought, entity by entity. */
  readonly entities: readonly SyncedEntity[]
  /** When it was done, by the clock of this machine: an ISO instant in UTC. */
  readonly syncedAt: string
  /** Calls of the API that it took, failed ones included. */
  readonly apiCalls: number
  /** From its first question to its last commit, in milliseconds. */
  readonly durationMs: number
}

/** What a sync brought of one entity. */
export interface SyncedEntity {
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: EntityName
  /** What it comes to for this entity, as of the whole. */
  readonly status: Colour
  /** How it was asked: change data capture, a query by LastUpdatedTime, or all of it. */
  readonly method: SyncMethod
  /** What was asked from; null where all of it was read. */
  readonly since: string | null
  /** Where the next sync goes on: QuickBooks' clock less five minutes, for what becomes visible late. */
  readonly nextSince: string | null
  /** Rows that are new in the table. */
  readonly inserted: number
  /** Rows that got a newer version, or another payload under the same version. */
  readonly updated: number
  /** Rows that were there as they came. */
  readonly unchanged: number
  /** Records that the table has in a newer version; left alone. */
  readonly stale: number
  /** Records that could not be stored; they are in `qb_rejects`. */
  readonly rejected: number
  /** Rows that are gone at QuickBooks, and were marked so. */
  readonly tombstoned: number
  /** Whether every deletion since then is known; with a sweep, every one of what is loaded. */
  readonly deletionsKnown: boolean
  /** What QuickBooks' own reports said of all that is loaded; absent where they were not asked. */
  readonly witness?: WitnessReport | undefined
  /** What is not green, with what was seen. */
  readonly checks: readonly Check[]
  /** The same and what to do about it, one sentence or two each. */
  readonly findings: readonly string[]
}

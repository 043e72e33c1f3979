import type { Kysely } from 'kysely'
import type { Check } from './check.js'

/** What a check on stored rows may look at: the live, settled rows that the run has read. */
export interface RowCheckScope {
  // oxlint-disable-next-line typescript/no-explicit-any -- the raw tables have no types
  readonly db: Kysely<any>
  /** Schema of the raw tables, and of the engine's own. */
  readonly rawSchema: string
  readonly stateSchema: string
  readonly table: string
  readonly realmId: string
  readonly entity: string
  readonly strategy: 'transaction' | 'list' | 'full' | 'singleton'
  readonly runId: string
  readonly timeZone: string
  readonly settledBefore: string
  /** Table of another entity, or undefined if it was never loaded here. */
  readonly tableOf: (entity: string) => Promise<string | undefined>
}

/** Undefined where the check has nothing to say about the entity. */
export type RowCheck = (scope: RowCheckScope) => Promise<Check | undefined>

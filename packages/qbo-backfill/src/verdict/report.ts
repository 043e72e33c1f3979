import type { EntityName } from 'qbo-client'
import type { Check } from './check.js'
import type { Colour } from './colour.js'
import type { WitnessReport } from './witness.js'
import type { UnloadedTransactions } from './unloaded.js'
import type { Reconciliation } from './reconciliation.js'

/** The outcome of a run, as plain JSON. */
export interface BackfillReport {
  /** The run: it stands in `run_id` of the rows that it has read. */
  readonly runId: string
  /** The company: digits. */
  readonly realmId: string
  /** What the company calls itself; absent where QuickBooks did not say it, and in reports of versions before. */
  readonly companyName?: string | undefined
  /** Where the company is. */
  readonly environment: 'production' | 'sandbox'
  /** Start of the range, included: an ISO instant in UTC. */
  readonly from: string
  /** End of the range, not included: an ISO instant in UTC. */
  readonly to: string
  /** IANA zone of the windows: `America/Guayaquil`. */
  readonly timeZone: string
  /** green: all holds; yellow: look at the checks; red: something is wrong or missing. */
  readonly status: Colour
  /** The outcome, entity by entity, in the order that they were asked for in. */
  readonly entities: readonly EntityReport[]
  /** What was asked for and could not be read, though others could; absent where there is none. */
  readonly leftOut?: readonly LeftOutEntity[] | undefined
  /** Of the run over all its resumes, with the calls that served several entities. */
  readonly apiCalls: number
  /** Of the call that finished the run, from its first page to its last check, in milliseconds. */
  readonly durationMs: number
  /**
   * The proof is of records that have not changed since: an ISO instant in UTC, five minutes before the run
   * began.
   */
  readonly settledBefore: string
  /** What a person should know of the range: rounded, cut, an entity left out. One sentence each, in English. */
  readonly notices: readonly string[]
  /** Of this package, when the run was finished; absent in reports of versions before. */
  readonly programVersion?: string | undefined
  /**
   * What QuickBooks' own report lists beside the entities of the tables; absent where it was not asked or
   * answered, or where rows of the run's own entities are lacking that cannot be told from it.
   */
  readonly unloaded?: UnloadedTransactions | undefined
}

/** An entity that QuickBooks does not let one read. */
export interface LeftOutEntity {
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: EntityName
  /** What QuickBooks said: `QBO_FEATURE_UNAVAILABLE`, `QBO_FORBIDDEN`, or `QBO_QUERY_INVALID` of what it does not know. */
  readonly code: string
  /** green: the company has nothing of it; yellow: that is not known. */
  readonly status: Colour
}

/** The outcome of one entity. */
export interface EntityReport {
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: EntityName
  /** The worst of what is known of it and of its checks. */
  readonly status: Colour
  /** Rows of the range at the source that have not changed since `settledBefore`; null if they were not counted. */
  readonly expected: number | null
  /** The table's live rows in the same set. */
  readonly loaded: number | null
  /** How its numbers add up; null where they were not counted, absent in reports of versions before. */
  readonly reconciliation?: Reconciliation | null | undefined
  /** What QuickBooks' own reports said of it; absent for what no report has, such as lists, and where they were not asked. */
  readonly witness?: WitnessReport | undefined
  /** Rows that this run has added to the table, over all its resumes. */
  readonly inserted: number
  /** Rows that got a newer version, or another payload under the same version. */
  readonly updated: number
  /** Rows that were there as they came. */
  readonly unchanged: number
  /** Records that the table had in a newer version; left alone. */
  readonly stale: number
  /** Records that could not be stored; they are in `qb_rejects`. */
  readonly rejected: number
  /** Records that the source sent although they were not asked for; dropped. */
  readonly outsideRange: number
  /** Rows of the entity at the source with no date filter. */
  readonly totalAtSource: number
  /** Calls that served this entity alone, over all resumes, failed ones included. */
  readonly apiCalls: number
  /** From its first request to the commit of its last page, over all resumes; the proof, which is of all entities at once, not. */
  readonly durationMs: number
  /** How many parts it was read in. */
  readonly segments: {
    /** Those that were read to their end. */
    readonly done: number
    /** Those that were given up. */
    readonly failed: number
  }
  /** What is not green, one sentence each. */
  readonly findings: readonly string[]
}

export interface EntityOutcome {
  readonly entity: EntityName
  readonly counts: Pick<
    EntityReport,
    'inserted' | 'updated' | 'unchanged' | 'stale' | 'rejected' | 'outsideRange' | 'durationMs' | 'segments'
  >
  readonly totalAtSource: number
  readonly expected: number | null
  readonly loaded: number | null
  readonly reconciliation: Reconciliation | null
  readonly witness: WitnessReport | undefined
  readonly apiCalls: number
  readonly checks: readonly Check[]
  readonly status: Colour
}

export function entityReport(outcome: EntityOutcome): EntityReport {
  return {
    entity: outcome.entity,
    status: outcome.status,
    expected: outcome.expected,
    loaded: outcome.loaded,
    reconciliation: outcome.reconciliation,
    ...(outcome.witness === undefined ? {} : { witness: outcome.witness }),
    ...outcome.counts,
    totalAtSource: outcome.totalAtSource,
    apiCalls: outcome.apiCalls,
    findings: outcome.checks.filter((check) => check.status !== 'green').map((check) => check.message),
  }
}

import type { Check } from '../checks/check.js'

/** The outcome of a run, as plain JSON. */
export interface BackfillReport {
  readonly runId: string
  readonly realmId: string
  readonly environment: string
  readonly from: string
  readonly to: string
  readonly timeZone: string
  /** green: all holds; yellow: look at the checks; red: something is wrong or missing. */
  readonly status: 'green' | 'yellow' | 'red'
  readonly entities: readonly EntityReport[]
  /** Of the run over all its resumes, with the calls that served several entities. */
  readonly apiCalls: number
  readonly durationMs: number
  readonly settledBefore: string
  readonly notices: readonly string[]
}

export interface EntityReport {
  readonly entity: string
  readonly status: 'green' | 'yellow' | 'red'
  /** Rows of the range at the source that have not changed since `settledBefore`; null if they were not counted. */
  readonly expected: number | null
  /** The table's live rows in the same set. */
  readonly loaded: number | null
  readonly inserted: number
  readonly updated: number
  readonly unchanged: number
  readonly stale: number
  readonly rejected: number
  /** Records that the source sent although they were not asked for; dropped. */
  readonly outsideRange: number
  /** Rows of the entity at the source with no date filter. */
  readonly totalAtSource: number
  readonly apiCalls: number
  /** Time that requests of the entity took, added up. */
  readonly durationMs: number
  readonly segments: { readonly done: number; readonly failed: number }
  /** What is not green, one sentence each. */
  readonly findings: readonly string[]
}

export interface EntityOutcome {
  readonly entity: string
  readonly counts: Pick<
    EntityReport,
    'inserted' | 'updated' | 'unchanged' | 'stale' | 'rejected' | 'outsideRange' | 'durationMs' | 'segments'
  >
  readonly totalAtSource: number
  readonly expected: number | null
  readonly loaded: number | null
  readonly apiCalls: number
  readonly checks: readonly Check[]
  readonly status: 'green' | 'yellow' | 'red'
}

export function entityReport(outcome: EntityOutcome): EntityReport {
  return {
    entity: outcome.entity,
    status: outcome.status,
    expected: outcome.expected,
    loaded: outcome.loaded,
    ...outcome.counts,
    totalAtSource: outcome.totalAtSource,
    apiCalls: outcome.apiCalls,
    findings: outcome.checks.filter((check) => check.status !== 'green').map((check) => check.message),
  }
}

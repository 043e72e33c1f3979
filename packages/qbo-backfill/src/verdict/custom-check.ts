import type { EntityName } from 'qbo-client'
import type { Check } from './check.js'

/** What an embedder's own check is told. */
export interface CheckQuestion {
  /** What is to be judged, by QuickBooks' own name: `Invoice`. */
  readonly entity: EntityName
  /** The company: digits. */
  readonly realmId: string
  /** The run: it stands in `run_id` of the rows that it has read. */
  readonly runId: string
  /** Start of the range, included: an ISO instant in UTC. */
  readonly from: string
  /** End of the range, not included: an ISO instant in UTC. */
  readonly to: string
  /** Settled rows at the source and in the table; undefined where segments failed. */
  readonly expected: number | undefined
  /** Live rows of the table in the same set; undefined where segments failed. */
  readonly loaded: number | undefined
}

/** What a check of one's own found out: a colour, and one sentence for a person. */
export type CheckAnswer = Pick<Check, 'status' | 'message'> & Partial<Pick<Check, 'details'>>

/**
 * A check of one's own: asked once an entity, after the proof; what it answers joins the report. One that throws, or
 * that answers anything else, is red: what it looks after is not known to hold.
 */
export interface CustomCheck {
  /** How the report calls it; not empty. */
  readonly name: string
  /** Judges one entity; the answer, or a promise of it. */
  check(question: CheckQuestion): CheckAnswer | Promise<CheckAnswer>
}

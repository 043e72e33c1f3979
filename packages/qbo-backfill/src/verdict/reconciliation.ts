import type { MissingRow } from './missing-row.js'

/**
 * How the numbers of an entity add up:
 * `read = proved + changedSince + missing + refused + left`.
 */
export interface Reconciliation {
  /** Distinct records of the range that the run has read. */
  readonly read: number
  /** Settled rows that QuickBooks counts and the table holds, read by this run. */
  readonly proved: number
  /** Live rows of the range in the table that were made or changed at QuickBooks at or after `settledBefore`. */
  readonly changedSince: number
  /** Settled rows that QuickBooks counts and the table lacks. */
  readonly missing: number
  /** Settled rows at QuickBooks that are listed in `qb_rejects`, since they could not be stored as they are. */
  readonly refused: number
  /**
   * The rest: records that were read and have left the range since, deleted or moved. Below zero where more rows came in
   * than left, or where rows that are missing were never read.
   */
  readonly left: number
  /** Settled live rows of the table beside the proved: QuickBooks no longer counts them, or has another version. */
  readonly unconfirmed: number
  /** The first of the missing rows, where QuickBooks gave them and the table did not keep them. */
  readonly missingRows: readonly MissingRow[]
}

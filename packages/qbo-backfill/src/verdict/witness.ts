import type { MissingRow } from './missing-row.js'

/** What QuickBooks' own reports said of the transactions of an entity, beside the proof by its queries. */
export interface WitnessReport {
  /** `notWitnessed`: nothing is concluded, and nothing was changed; `reason` says why. */
  readonly outcome: 'witnessed' | 'notWitnessed'
  /** Why nothing is concluded, one sentence; absent of what was witnessed. */
  readonly reason?: string | undefined
  /** Settled transactions of the range that the report lists. */
  readonly transactions: number
  /** Sum of their amounts without signs, in the home currency, as exact decimal text; null where only Ids are compared. */
  readonly sum: string | null
  /** The company's home currency, as the report names it; empty where it does not. */
  readonly currency: string
  /** Settled rows that no query had shown; read by Id and stored. */
  readonly found: number
  /** Listed, and not to be read or stored. */
  readonly lost: number
  /** Live rows that turned out to be deleted at QuickBooks; tombstones now. */
  readonly deleted: number
  /** Live rows that QuickBooks gives by Id, and that its report does not list. */
  readonly unlisted: number
  /** Transactions whose amounts differ by more than 0.01. */
  readonly differing: number
  /**
   * Live rows that neither of QuickBooks' engines shows any more, although this run had read them, or its report lists them: not
   * known to be deleted, and left as they are. Absent where there are none.
   */
  readonly doubtful?: number | undefined
  /** Why amounts are not compared, where they could have been: half a sentence; absent where they are. */
  readonly noAmounts?: string | undefined
  /** The first twenty of `found`, as a person knows them; absent where there are none. */
  readonly foundRows?: readonly MissingRow[] | undefined
  /**
   * The first twenty that the reports list and that QuickBooks fails to give, with their Ids: those that `qb_rejects` has
   * without one, since a scan met them by their second or place alone. Absent where there are none.
   */
  readonly refusedRows?: readonly MissingRow[] | undefined
}

/** A month of a type, as an accountant compares it. Sums are without signs, exact decimal text; null where only Ids are compared. */
export interface WitnessMonth {
  readonly entity: string
  /** QuickBooks' name for the type in its reports: `Invoice`, `ReceivePayment`; empty for rows that no report lists. */
  readonly type: string
  /** First day of the month, `YYYY-MM-DD`. */
  readonly month: string
  readonly reported: number
  readonly reportedSum: string | null
  readonly stored: number
  readonly storedSum: string | null
}

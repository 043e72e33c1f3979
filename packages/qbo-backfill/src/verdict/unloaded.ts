/**
 * Transactions that QuickBooks' own reports list and no table holds: of types that nobody loads, or that are no entity. What
 * was rejected, and what this run found to be lacking of its own entities, is told where it was found.
 */
export interface UnloadedTransactions {
  /** First day that was looked at, `YYYY-MM-DD`: of a large company the last part of the range begins there. */
  readonly from: string
  /** The day after the last one. */
  readonly to: string
  /** The most frequent first; empty where every transaction that is listed has a row. */
  readonly types: readonly UnloadedType[]
}

/** A type of transactions as the report names it. */
export interface UnloadedType {
  /** What QuickBooks calls it, in the company's language, such as `Inventory Starting Value`. */
  readonly label: string
  /** How many of those days no table holds. */
  readonly transactions: number
  /** The Id of one of them. */
  readonly example: string
}

import type { AccountRole } from './chart.js'

/** Cents on one account in the transaction's own currency: a debit, or below zero a credit. */
export interface Leg {
  readonly account: string
  readonly cents: number
}

/** What a record says of its booking. The first leg is the document's own account. */
export interface Legs {
  readonly legs: readonly Leg[]
  /** Where goes what the legs do not add up to. */
  readonly rest: AccountRole
}

export function negate(legs: readonly Leg[], isNegative: boolean): readonly Leg[] {
  return isNegative ? legs.map(({ account, cents }) => ({ account, cents: -cents })) : legs
}

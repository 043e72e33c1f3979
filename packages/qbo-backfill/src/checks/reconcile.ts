import type { ProvedEntity } from '../proof/prove.js'
import type { Reconciliation } from '../verdict/reconciliation.js'

/** How many missing rows a report names. */
const mostNamed = 20

/** @param read records that the run has read, whatever became of them */
export function reconcile(proof: ProvedEntity, read: number): Reconciliation {
  const sum = (pick: (set: ProvedEntity['sets'][number]) => number): number =>
    proof.sets.reduce((total, set) => total + pick(set), 0)
  const proved = sum((set) => provedOf(set))
  const missing = sum((set) => Math.max(0, set.expected - set.refused - provedOf(set)))
  const { refused } = proof
  const changedSince = sum((set) => total(set.live) - total(set.settledByWindow))
  return {
    read,
    proved,
    changedSince,
    missing,
    refused,
    left: read - proved - changedSince - missing - refused,
    unconfirmed: proof.loaded - proved,
    missingRows: missing === 0 ? [] : (proof.found?.missing ?? []).slice(0, mostNamed),
  }
}

/** A row of the table that the run has not read is no row that it has proved. */
function provedOf({ expected, refused, seen }: ProvedEntity['sets'][number]): number {
  return Math.max(0, Math.min(seen, expected - refused))
}

function total(rows: readonly number[]): number {
  return rows.reduce((all, each) => all + each, 0)
}

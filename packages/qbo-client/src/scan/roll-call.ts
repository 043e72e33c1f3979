/**
 * Which of the records of a second have answered since its COUNT(*) last changed. Records can only leave a second, so while
 * it counts the same it holds the same: when as many have answered as it counts, all have. One that had answered before may
 * have gone since, and would stand for one that has not.
 */
export interface RollCall {
  /** Takes what the second counts now. */
  count(count: number): void
  answer(ids: readonly string[]): void
  /** How many have not answered. */
  missing(): number
}

export function createRollCall(): RollCall {
  let counted = Number.POSITIVE_INFINITY
  let present = new Set<string>()
  return {
    count(count) {
      if (count !== counted) present = new Set()
      counted = count
    },
    answer(ids) {
      for (const id of ids) present.add(id)
    },
    missing: () => counted - present.size,
  }
}

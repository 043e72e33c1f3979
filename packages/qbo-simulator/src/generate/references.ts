import { defaultAccounts } from '../books/default-accounts.js'

interface Reference {
  readonly value: string
  readonly name: string
}

const names = new Map(defaultAccounts.map(({ id, name }) => [id, name]))

/** A reference to an account of the chart. */
export function accountRef(id: string): Reference {
  return { value: id, name: names.get(id) ?? '' }
}

/** Of records in the order of their creation, how many were there at an instant; at least the first. */
export function knownAt(parts: readonly { readonly createdMs: number }[], epochMs: number): number {
  let low = 0
  let high = parts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (parts[middle]!.createdMs <= epochMs) low = middle + 1
    else high = middle
  }
  return Math.max(1, low)
}

import type { PropertyValue } from '../entity/property.js'

/**
 * Live rows in the order of one column, equal values in row order. Binary search makes a keyset page cost the
 * page, not the table; inserting moves bytes of a typed array, which is cheap even for half a million rows.
 */
export interface SortedIndex {
  readonly length: number
  rowAt(position: number): number
  insert(row: number): void
  /** Call it before the column's value of the row changes. */
  remove(row: number): void
  /** First position whose value is not less than this one (`inclusive`), or is greater than it. */
  lowerBound(value: PropertyValue, inclusive: boolean): number
}

export function createSortedIndex(column: readonly PropertyValue[], rows: readonly number[]): SortedIndex {
  let sorted = sortRows(column, rows)
  let length = sorted.length

  function find(isBefore: (row: number) => boolean): number {
    let low = 0
    let high = length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isBefore(sorted[middle]!)) low = middle + 1
      else high = middle
    }
    return low
  }
  const positionOf = (row: number): number => find((other) => compareRows(column, other, row) < 0)

  return {
    get length() {
      return length
    },
    rowAt: (position) => sorted[position]!,
    insert(row) {
      if (length === sorted.length) {
        const grown = new Uint32Array(Math.max(64, length * 2))
        grown.set(sorted)
        sorted = grown
      }
      const position = positionOf(row)
      sorted.copyWithin(position + 1, position, length)
      sorted[position] = row
      length += 1
    },
    remove(row) {
      const position = positionOf(row)
      if (sorted[position] !== row || position >= length) return
      sorted.copyWithin(position, position + 1, length)
      length -= 1
    },
    lowerBound: (value, inclusive) =>
      find((row) => {
        const order = compareValues(column[row], value)
        return inclusive ? order < 0 : order <= 0
      }),
  }
}

/** Order of two values of one property; a record without the property comes first. */
export function compareValues(left: PropertyValue, right: PropertyValue): number {
  if (left === right) return 0
  if (left === undefined) return -1
  if (right === undefined) return 1
  return left < right ? -1 : 1
}

function compareRows(column: readonly PropertyValue[], left: number, right: number): number {
  return compareValues(column[left], column[right]) || left - right
}

function sortRows(column: readonly PropertyValue[], rows: readonly number[]): Uint32Array {
  const sorted = Uint32Array.from(rows)
  return isSorted(column, sorted) ? sorted : sorted.sort((left, right) => compareRows(column, left, right))
}

function isSorted(column: readonly PropertyValue[], rows: Uint32Array): boolean {
  for (let at = 1; at < rows.length; at++) {
    if (compareRows(column, rows[at - 1]!, rows[at]!) > 0) return false
  }
  return true
}

import { refusedOptions } from '../errors.js'
import { maxPageSize } from '../statement/statement.js'

/** How many records to ask for: half after a page too heavy, twice after one that came, never above the first. */
export interface PageSize {
  current(): number
  grow(): void
  /** False when it cannot shrink any more. */
  shrink(): boolean
}

/** @throws {QboError} QBO_INVALID_OPTIONS unless the size is between 1 and 1000 */
export function createPageSize(pageSize: number = maxPageSize): PageSize {
  const message = whyNoPageSize(pageSize)
  if (message !== undefined)
    throw refusedOptions('The query cannot be built', [{ path: 'pageSize', message }])
  let size = pageSize
  return {
    current: () => size,
    grow() {
      size = Math.min(pageSize, size * 2)
    },
    shrink() {
      if (size === 1) return false
      size = Math.floor(size / 2)
      return true
    },
  }
}

export function whyNoPageSize(pageSize: number = maxPageSize): string | undefined {
  if (Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= maxPageSize) return undefined
  return `must be a whole number from 1 to ${maxPageSize}, not ${pageSize}`
}

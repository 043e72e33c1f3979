import { formatInstant } from '../statement/instant.js'
import type { QueryScope } from '../statement/query-scope.js'
import type { ScanCursor } from './scan-cursor.js'
import type { ScanOptions } from './scan-page.js'
import { secondOf } from './scan-step.js'

/** The part of a scan whose keys are from one instant on and before another. */
export function scopeBetween(options: ScanOptions, from: string, to: number): QueryScope {
  const lower = from === '' ? [] : [{ field: options.key, operator: '>=', value: from } as const]
  return {
    entity: options.entity,
    activeClause: options.activeClause,
    where: [
      ...(options.where ?? []),
      ...lower,
      { field: options.key, operator: '<', value: formatInstant(to) },
    ],
  }
}

/** The part of a scan that shares one second. */
export function scopeOfSecond(options: ScanOptions, second: number): QueryScope {
  return scopeBetween(options, formatInstant(second), second + 1000)
}

/** The cursor when its second is done with: the Ids of it will not be met again. */
export function pastSecond(cursor: ScanCursor): ScanCursor {
  return { key: formatInstant(secondOf(cursor) + 1000), ids: [], distinct: cursor.distinct, done: false }
}

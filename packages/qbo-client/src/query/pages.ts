import type { QueryScope } from './query-scope.js'
import type { RequestOptions } from '../request-options.js'
import type { Page } from './record.js'

/** Options of a read by position. */
export interface PagesOptions extends QueryScope, RequestOptions {
  /** The field to order by, ascending; QuickBooks' own order when absent. */
  readonly orderBy?: string | undefined
  /** @defaultValue 1000, which is also the most */
  readonly pageSize?: number | undefined
  /** Where to begin; 1 is the first. @defaultValue 1 */
  readonly startPosition?: number | undefined
}

/** A page of a read by position. */
export interface PositionPage extends Page {
  readonly startPosition: number
  /** For each record, whether this read meets it for the first time. */
  readonly fresh: readonly boolean[]
}

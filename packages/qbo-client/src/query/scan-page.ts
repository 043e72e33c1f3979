import type { RequestOptions } from '../request-options.js'
import type { PoisonedScanRecord } from './poisoned-record.js'
import type { EntityName } from './entity.js'
import type { QueryScope } from './query-scope.js'
import type { Page } from './record.js'
import type { ScanCursor } from './scan-cursor.js'

/** The times that a scan can go by. */
export type ScanKey = 'MetaData.CreateTime' | 'MetaData.LastUpdatedTime'

/** Options of a keyset scan. */
export interface ScanOptions<E extends EntityName = EntityName> extends QueryScope<E>, RequestOptions {
  /** CreateTime never moves; LastUpdatedTime moves a changed record to the end. */
  readonly key: ScanKey
  /** Where to go on. */
  readonly cursor?: ScanCursor | undefined
  /** What COUNT(*) of the same scope said. Lets the scan end without one more call. */
  readonly plannedCount: number
  /** @defaultValue 1000, which is also the most */
  readonly pageSize?: number | undefined
  /**
   * What `records` keep of each record, beside its identity and MetaData: top-level fields such as `TxnDate`. For
   * callers that store `text`, which is always whole: parsed records weigh several times what their text does.
   * @defaultValue everything
   */
  readonly recordFields?: readonly string[] | undefined
}

/** A page of a scan. */
export interface ScanPage extends Page {
  /** For each record, whether this scan counts it now for the first time; false for the overlap. */
  readonly fresh: readonly boolean[]
  /** Save it in the transaction that saves the records. */
  readonly cursor: ScanCursor
  /** How many records were asked for. */
  readonly asked: number
  /**
   * Records that QuickBooks has and cannot give. Such a page holds no others. Save them with its cursor: the scan
   * does not come back to them.
   */
  readonly poisoned?: readonly PoisonedScanRecord[]
}

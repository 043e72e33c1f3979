import type { RequestOptions } from '../request-options.js'
import type { PoisonedScanRecord } from '../query/poisoned-record.js'
import type { EntityName } from '../entity-name.js'
import type { QueryScope } from '../statement/query-scope.js'
import type { Page, QboRecord } from '../record/record.js'
import type { ScanCursor } from './scan-cursor.js'

/** The times that a scan can go by. */
export type ScanKey = 'MetaData.CreateTime' | 'MetaData.LastUpdatedTime'

/** Options of a keyset scan. */
export interface ScanOptions<E extends EntityName = EntityName> extends QueryScope<E>, RequestOptions {
  /** CreateTime never moves; LastUpdatedTime moves a changed record to the end. */
  readonly key: ScanKey
  /** Where to go on. */
  readonly cursor?: ScanCursor | undefined
  /**
   * What COUNT(*) of the same scope said: below it the scan does not take a short page for the last one. Give it if you have
   * asked anyway. @defaultValue counted before the first page, one call
   */
  readonly plannedCount?: number | undefined
  /** @defaultValue 1000, which is also the most */
  readonly pageSize?: number | undefined
  /**
   * What `records` keep of each record, beside its identity and MetaData: top-level fields such as `TxnDate`. For
   * callers that store `text`, which is always whole: parsed records weigh several times what their text does.
   * @defaultValue everything
   */
  readonly recordFields?: readonly string[] | undefined
}

/**
 * A page of a scan. Pages overlap: count and keep the records whose `fresh` is true, or let `client.records` do it.
 *
 * @example
 * const news = page.records.filter((_, index) => page.fresh[index])
 */
export interface ScanPage<T = QboRecord> extends Page<T> {
  /** For each record, whether this scan counts it now for the first time; false for the overlap. */
  readonly fresh: readonly boolean[]
  /** Save it in the transaction that saves the records. */
  readonly cursor: ScanCursor
  /** How many records were asked for. */
  readonly pageSize: number
  /**
   * Records that QuickBooks has and cannot give. Such a page holds no others. Save them with its cursor: the scan
   * does not come back to them.
   */
  readonly poisoned?: readonly PoisonedScanRecord[]
}

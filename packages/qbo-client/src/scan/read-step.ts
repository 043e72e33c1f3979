import type { QboError } from '../errors.js'
import type { Undecoded } from '../query/give-page.js'
import type { PageSize } from '../query/page-size.js'
import { isPoisoned } from '../query/poisoned-record.js'
import type { QueryScope } from '../statement/query-scope.js'
import { readPage } from '../query/read-page.js'
import { scannedRecords } from './scan-context.js'
import type { ScanContext } from './scan-context.js'
import type { ScanCursor } from './scan-cursor.js'
import type { ScanPage } from './scan-page.js'
import { secondOf, stepScan } from './scan-step.js'
import type { ScanStep } from './scan-step.js'
import { unexpected } from '../answer/shape.js'

/** What a step of a scan asks for: never anything of before the place where the scan stands. */
interface StepRequest {
  readonly scope: QueryScope
  /** @defaultValue 1 */
  readonly startPosition?: number
  /** @defaultValue that of the scan */
  readonly size?: PageSize
  readonly poisonRetries?: number
  /** At so many distinct records the scan may be done; absent in a part of it, which alone is never its end. */
  readonly plannedCount?: number
}

/** A page, and what it means for the scan. */
export interface ReadStep {
  /** Its cursor is the place after it. */
  readonly page: Undecoded<ScanPage>
  /** Of all its records, known or not. */
  readonly ids: readonly string[]
  readonly hasFresh: boolean
  readonly isFull: boolean
  readonly next: ScanStep['next']
}

/** Reads a page from where a scan stands, and steps over it. A record that QuickBooks cannot give is no error here. */
export async function readStep(
  context: ScanContext,
  before: ScanCursor,
  { scope, startPosition = 1, size = context.size, poisonRetries, plannedCount }: StepRequest,
): Promise<ReadStep | { readonly poison: QboError }> {
  const { call, options } = context
  try {
    const { key: orderBy, recordFields, signal } = options
    const request = { scope, orderBy, startPosition, recordFields, signal, poisonRetries }
    const page = await readPage(call, size, request)
    const records = scannedRecords(context, page.records)
    // Everything before was read: to count it once more as new would go on for ever.
    if (records.some(({ second = Infinity }) => second < secondOf(before)))
      throw unexpected(page.request, `it holds records of before the ${orderBy} that was asked for`)
    const { fresh, next, ...step } = stepScan(before, records, page.pageSize, plannedCount ?? Infinity)
    const cursor = plannedCount === undefined ? { ...step.cursor, done: false } : step.cursor
    return {
      page: { ...page, fresh, cursor },
      ids: records.map(({ id }) => id),
      hasFresh: fresh.includes(true),
      isFull: records.length >= page.pageSize,
      next,
    }
  } catch (error) {
    if (isPoisoned(error)) return { poison: error }
    throw error
  }
}

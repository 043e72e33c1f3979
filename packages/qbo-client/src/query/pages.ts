import type { CallApi } from '../http/api.js'
import type { RequestOptions } from '../request-options.js'
import { createPageSize } from './page-size.js'
import type { QueryScope } from './query-scope.js'
import { readPage } from './read-page.js'
import type { Page } from './record.js'
import { recordId } from './record-id.js'
import { requireEntity } from './statement.js'

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

/**
 * Reads by STARTPOSITION until a page is empty: a short page may be the server's whim, and a page of the size
 * asked may be the last. The position moves by what came, never by more than was asked, so a page of limit + 1
 * (node-quickbooks#89) costs an overlap and not a gap.
 */
export async function* readPages(call: CallApi, options: PagesOptions): AsyncGenerator<PositionPage, void> {
  const entity = requireEntity(options.entity)
  const size = createPageSize(options.pageSize)
  const seen = new Set<string>()
  let startPosition = Math.max(1, Math.trunc(options.startPosition ?? 1))
  for (let stale = 0; ;) {
    const { asked, ...page } = await readPage(call, size, {
      scope: { entity: entity.name, where: options.where },
      orderBy: options.orderBy,
      startPosition,
      signal: options.signal,
    })
    if (page.records.length === 0) return
    const fresh = page.records.map((record) => isFresh(seen, recordId(entity, record)))
    yield { ...page, startPosition, fresh }
    if (entity.strategy === 'singleton') return
    // CompanyInfo and TaxClassification ignore paging (.NET-SDK#351): the same page would come for ever.
    stale = fresh.includes(true) ? 0 : stale + 1
    if (stale === 2) return
    startPosition += Math.min(page.records.length, asked)
  }
}

function isFresh(seen: Set<string>, id: string | undefined): boolean {
  if (id === undefined) return true
  if (seen.has(id)) return false
  seen.add(id)
  return true
}

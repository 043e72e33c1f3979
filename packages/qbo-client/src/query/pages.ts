import type { CallApi } from '../api.js'
import type { RequestOptions } from '../request-options.js'
import { createPageSize } from './page-size.js'
import { readAroundPosition } from './poisoned-position.js'
import type { PositionAnswer } from './poisoned-position.js'
import { isPoisoned } from './poisoned-record.js'
import type { PoisonedRecord } from './poisoned-record.js'
import { givePage } from './give-page.js'
import type { FieldOf } from '../entity/entity-fields.js'
import type { EntityName } from '../entity-name.js'
import type { QueryScope } from '../statement/query-scope.js'
import { readPage } from './read-page.js'
import type { Page, QboRecord } from '../record/record.js'
import { identityOf } from '../record/record-id.js'
import { requireEntity } from '../statement/statement.js'

type OrderOf<E extends EntityName> = [EntityName] extends [E] ? string : FieldOf<E>

/** Options of a read by position. */
export interface PagesOptions<E extends EntityName = EntityName> extends QueryScope<E>, RequestOptions {
  /** The field to order by, ascending; QuickBooks' own order when absent. */
  readonly orderBy?: OrderOf<E> | undefined
  /** @defaultValue 1000, which is also the most */
  readonly pageSize?: number | undefined
  /** Where to begin; 1 is the first. @defaultValue 1 */
  readonly startPosition?: number | undefined
}

/** A page of a read by position. */
export interface PositionPage<T = QboRecord> extends Page<T> {
  /** The position of its first record, from 1. */
  readonly startPosition: number
  /** For each record, whether this read meets it for the first time. */
  readonly fresh: readonly boolean[]
  /** Records that QuickBooks has and cannot give; such a page holds no others. */
  readonly poisoned?: readonly PoisonedRecord[]
}

/**
 * Reads by STARTPOSITION until a page is empty: a short page may be the server's whim, and a page of the size
 * asked may be the last. The position moves by what came, never by more than was asked, so a page of limit + 1
 * (node-quickbooks#89) costs an overlap and not a gap.
 */
export async function* readPages(call: CallApi, options: PagesOptions): AsyncGenerator<PositionPage, void> {
  const entity = requireEntity(options.entity)
  const seen = new Set<string>()
  let stale = 0
  for await (const { page, startPosition, poisoned } of answersByPosition(call, options)) {
    const { pageSize: _pageSize, ...rest } = page
    const fresh = page.records.map((record) => isFresh(seen, identityOf(entity, record)))
    yield givePage({ ...rest, startPosition, fresh, ...(poisoned && { poisoned }) })
    if (entity.strategy === 'singleton') return
    // CompanyInfo and TaxClassification ignore paging (.NET-SDK#351): the same page would come for ever.
    stale = fresh.includes(true) || poisoned !== undefined ? 0 : stale + 1
    if (stale === 2) return
  }
}

async function* answersByPosition(
  call: CallApi,
  options: PagesOptions,
): AsyncGenerator<PositionAnswer, void> {
  const { entity, where, activeClause, orderBy, signal } = options
  const size = createPageSize(options.pageSize)
  let startPosition = Math.max(1, Math.trunc(options.startPosition ?? 1))
  for (;;) {
    const request = { scope: { entity, where, activeClause }, orderBy, startPosition, signal }
    try {
      const page = await readPage(call, size, request)
      if (page.records.length === 0) return
      yield { page, startPosition }
      startPosition += Math.min(page.records.length, page.pageSize)
    } catch (error) {
      if (!isPoisoned(error)) throw error
      startPosition = yield* readAroundPosition(call, request, size.current())
    }
  }
}

function isFresh(seen: Set<string>, id: string): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  return true
}

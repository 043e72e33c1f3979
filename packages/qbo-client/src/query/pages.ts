import type { CallApi } from '../http/api.js'
import type { RequestOptions } from '../request-options.js'
import { createPageSize } from './page-size.js'
import { readAroundPosition } from './poisoned-position.js'
import type { PositionAnswer } from './poisoned-position.js'
import { isPoisoned } from './poisoned-record.js'
import type { PoisonedRecord } from './poisoned-record.js'
import type { FieldOf } from './entity-fields.js'
import type { EntityName } from './entity.js'
import type { QueryScope } from './query-scope.js'
import { readPage } from './read-page.js'
import type { Page } from './record.js'
import { recordId } from './record-id.js'
import { requireEntity } from './statement.js'

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
export interface PositionPage extends Page {
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
    const { asked: _asked, ...rest } = page
    const fresh = page.records.map((record) => isFresh(seen, recordId(entity, record)))
    yield { ...rest, startPosition, fresh, ...(poisoned && { poisoned }) }
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
  const { entity, where, orderBy, signal } = options
  const size = createPageSize(options.pageSize)
  let startPosition = Math.max(1, Math.trunc(options.startPosition ?? 1))
  for (;;) {
    const request = { scope: { entity, where }, orderBy, startPosition, signal }
    try {
      const page = await readPage(call, size, request)
      if (page.records.length === 0) return
      yield { page, startPosition }
      startPosition += Math.min(page.records.length, page.asked)
    } catch (error) {
      if (!isPoisoned(error)) throw error
      startPosition = yield* readAroundPosition(call, request, size.current())
    }
  }
}

function isFresh(seen: Set<string>, id: string | undefined): boolean {
  if (id === undefined) return true
  if (seen.has(id)) return false
  seen.add(id)
  return true
}

import type { CallApi } from '../api.js'
import type { QboError } from '../errors.js'
import { readCrowdedSecond } from './crowded-second.js'
import { givePage, type Undecoded } from '../query/give-page.js'
import { createPageSize } from '../query/page-size.js'
import { readAroundPoison } from './poisoned-page.js'
import { runCount } from '../query/query.js'
import type { QueryScope } from '../statement/query-scope.js'
import { readPage } from '../query/read-page.js'
import { readStep } from './read-step.js'
import { takeEach, takeOnce, type TakeOnce } from '../query/take-once.js'
import { createScanContext } from './scan-context.js'
import type { ScanContext } from './scan-context.js'
import type { ScanCursor } from './scan-cursor.js'
import type { ScanOptions, ScanPage } from './scan-page.js'
import { scanStart } from './scan-step.js'
import { unexpected } from '../answer/shape.js'

/**
 * Reads ascending by a time, each page from the last time on. Rows that change, appear or vanish meanwhile move
 * nothing that was not read: no row is skipped, which no paging by position can promise.
 */
export function readScan(call: CallApi, options: ScanOptions): AsyncIterableIterator<ScanPage> {
  return takeEach(scan(call, options))
}

async function* scan(call: CallApi, options: ScanOptions): AsyncGenerator<TakeOnce<ScanPage>, void> {
  const context = createScanContext(call, options)
  let cursor = options.cursor ?? scanStart
  if (cursor.done) return
  const plannedCount = options.plannedCount ?? (await countOf(context))
  let stuck = 0
  while (!cursor.done) {
    const step = await readOn(context, cursor, plannedCount)
    if ('poison' in step) {
      const next: ScanCursor = yield* readAroundPoison(context, cursor)
      stuck = next.distinct === cursor.distinct ? stuck + 1 : 0
      // It fails and cannot be pinned down, again and again: then it is not a record that fails.
      if (stuck === 3) throw step.poison
      cursor = next
      continue
    }
    stuck = 0
    cursor = step.cursor
    if (step.page !== undefined) yield step.page
    if (step.isCrowded) cursor = yield* readCrowdedSecond(context, cursor)
  }
}

/** A step of a scan, of which the generator keeps no page. */
async function readOn(
  context: ScanContext,
  cursor: ScanCursor,
  plannedCount: number,
): Promise<
  | { readonly page?: TakeOnce<ScanPage>; readonly cursor: ScanCursor; readonly isCrowded: boolean }
  | { readonly poison: QboError }
> {
  const step = await readStep(context, cursor, { scope: scopeFrom(context.options, cursor), plannedCount })
  if ('poison' in step) return step
  const { page, next, isFull, hasFresh } = step
  const isCrowded = next === 'crowded'
  if (next === 'done' && isFull) await failIfMoreFollows(context, cursor, page)
  // A crowded page without news is not given out: whoever stops after every page would meet it for ever.
  return {
    cursor: page.cursor,
    isCrowded,
    ...(isCrowded && !hasFresh ? {} : { page: takeOnce(givePage(page)) }),
  }
}

async function countOf({ call, options }: ScanContext): Promise<number> {
  const { entity, where, activeClause, signal } = options
  return (await runCount(call, { entity, where, activeClause }, signal)).count
}

/** A full page of nothing new whose keys lead nowhere, since none can be read: it is the last, or nobody can go on. */
async function failIfMoreFollows(
  { call, options }: ScanContext,
  cursor: ScanCursor,
  { records, request }: Undecoded<ScanPage>,
): Promise<void> {
  const next = await readPage(call, createPageSize(1), {
    scope: scopeFrom(options, cursor),
    orderBy: options.key,
    startPosition: records.length + 1,
    signal: options.signal,
  })
  if (next.records.length > 0)
    throw unexpected(request, `its page is full, and no ${options.key} in it leads on`)
}

function scopeFrom(options: ScanOptions, cursor: ScanCursor): QueryScope {
  const from = cursor.key === '' ? [] : [{ field: options.key, operator: '>=', value: cursor.key } as const]
  const { entity, activeClause, where = [] } = options
  return { entity, activeClause, where: [...where, ...from] }
}

import type { CallApi } from '../api.js'
import { readCrowdedSecond } from './crowded-second.js'
import { givePage, type Undecoded } from '../query/give-page.js'
import { createPageSize } from '../query/page-size.js'
import { readAroundPoison } from './poisoned-page.js'
import { runCount } from '../query/query.js'
import type { QueryScope } from '../statement/query-scope.js'
import { readPage } from '../query/read-page.js'
import { readStep } from './read-step.js'
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
export async function* readScan(call: CallApi, options: ScanOptions): AsyncGenerator<ScanPage, void> {
  for await (const page of scanFrom(createScanContext(call, options), options.cursor ?? scanStart))
    yield givePage(page)
}

async function* scanFrom(context: ScanContext, start: ScanCursor): AsyncGenerator<Undecoded<ScanPage>, void> {
  const { options } = context
  let cursor = start
  if (cursor.done) return
  const plannedCount = options.plannedCount ?? (await countOf(context))
  let stuck = 0
  while (!cursor.done) {
    const scope = scopeFrom(options, cursor)
    const step = await readStep(context, cursor, { scope, plannedCount })
    if ('poison' in step) {
      const next: ScanCursor = yield* readAroundPoison(context, cursor)
      stuck = next.distinct === cursor.distinct ? stuck + 1 : 0
      // It fails and cannot be pinned down, again and again: then it is not a record that fails.
      if (stuck === 3) throw step.poison
      cursor = next
      continue
    }
    stuck = 0
    if (step.next === 'done' && step.isFull) await failIfMoreFollows(context, cursor, step.page)
    cursor = step.page.cursor
    // A crowded page without news is not given out: whoever stops after every page would meet it for ever.
    if (step.next !== 'crowded' || step.hasFresh) yield step.page
    if (step.next === 'crowded') cursor = yield* readCrowdedSecond(context, cursor)
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

import type { CallApi } from '../http/api.js'
import { readCrowdedSecond } from './crowded-second.js'
import { readAroundPoison } from './poisoned-page.js'
import { isPoisoned } from './poisoned-record.js'
import { extendPage } from './extend-page.js'
import type { QueryScope } from './query-scope.js'
import { readPage } from './read-page.js'
import type { AskedPage } from './read-page.js'
import { createScanContext, scannedRecords } from './scan-context.js'
import type { ScanCursor } from './scan-cursor.js'
import type { ScanOptions, ScanPage } from './scan-page.js'
import { scanStart, stepScan } from './scan-step.js'

/**
 * Reads ascending by a time, each page from the last time on. Rows that change, appear or vanish meanwhile move
 * nothing that was not read: no row is skipped, which no paging by position can promise.
 */
export async function* readScan(call: CallApi, options: ScanOptions): AsyncGenerator<ScanPage, void> {
  const context = createScanContext(call, options)
  let cursor = options.cursor ?? scanStart
  let stuck = 0
  while (!cursor.done) {
    let page: AskedPage
    try {
      page = await readPage(call, context.size, {
        scope: scopeFrom(options, cursor),
        orderBy: options.key,
        startPosition: 1,
        recordFields: options.recordFields,
        signal: options.signal,
      })
    } catch (error) {
      if (!isPoisoned(error)) throw error
      const next: ScanCursor = yield* readAroundPoison(context, cursor)
      stuck = next.distinct === cursor.distinct ? stuck + 1 : 0
      // It fails and cannot be pinned down, again and again: then it is not a record that fails.
      if (stuck === 3) throw error
      cursor = next
      continue
    }
    stuck = 0
    const step = stepScan(cursor, scannedRecords(context, page.records), page.asked, options.plannedCount)
    cursor = step.cursor
    // A crowded page without news is not given out: whoever stops after every page would meet it for ever.
    if (step.next !== 'crowded' || step.fresh.includes(true)) {
      yield extendPage(page, { fresh: step.fresh, cursor })
    }
    if (step.next === 'crowded') cursor = yield* readCrowdedSecond(context, cursor)
  }
}

function scopeFrom(options: ScanOptions, cursor: ScanCursor): QueryScope {
  const from = cursor.key === '' ? [] : [{ field: options.key, operator: '>=', value: cursor.key } as const]
  return { entity: options.entity, where: [...(options.where ?? []), ...from] }
}

import { isPoisoned } from './poisoned-record.js'
import { readPoisonedSecond } from './poisoned-second.js'
import { runCount } from './query.js'
import type { QueryScope } from './query-scope.js'
import { readPage } from './read-page.js'
import type { AskedPage } from './read-page.js'
import { scannedRecords } from './scan-context.js'
import type { ScanContext } from './scan-context.js'
import type { ScanPage } from './scan-page.js'
import type { ScanCursor } from './scan-cursor.js'
import { secondOf, stepScan } from './scan-step.js'
import { pastSecond, scopeOfSecond } from './second-scope.js'

/**
 * A pass that adds nothing may be bad luck: where each call shuffles the ties, a pass misses a given record about
 * once in three, and so do three passes in a row once in thirty. Twelve miss it once in a hundred thousand.
 */
const quietPassesToGiveUp = 12

/**
 * Takes a second that holds more records than a page. Keys have no finer grain, so it is read by position, and
 * since ties come in another order at each call, a pass may miss some: passes go on until the distinct Ids equal
 * the second's COUNT(*). Returns the cursor past the second; what could not be found shows in the proof.
 */
export async function* readCrowdedSecond(
  context: ScanContext,
  before: ScanCursor,
): AsyncGenerator<ScanPage, ScanCursor> {
  const scope = scopeOfSecond(context.options, secondOf(before))
  let cursor: ScanCursor = { ...before, done: false }
  // What is known is most likely what stands first, so the first pass begins behind it.
  let startPosition = cursor.ids.length + 1
  for (let quiet = 0; quiet < quietPassesToGiveUp; startPosition = 1) {
    const { count } = await runCount(context.call, scope, context.options.signal)
    if (cursor.ids.length >= count) break
    const { distinct } = cursor
    cursor = yield* readPass(context, scope, { cursor, startPosition, count })
    if (cursor.key !== before.key) return cursor
    quiet = cursor.distinct > distinct ? 0 : quiet + 1
  }
  return pastSecond(cursor)
}

async function* readPass(
  context: ScanContext,
  scope: QueryScope,
  from: { readonly cursor: ScanCursor; readonly startPosition: number; readonly count: number },
): AsyncGenerator<ScanPage, ScanCursor> {
  const { options, call, size } = context
  let { cursor, startPosition } = from
  const { key } = cursor
  while (cursor.key === key) {
    let page: AskedPage
    try {
      page = await readPage(call, size, {
        scope,
        orderBy: options.key,
        startPosition,
        recordFields: options.recordFields,
        signal: options.signal,
      })
    } catch (error) {
      if (!isPoisoned(error)) throw error
      return yield* readPoisonedSecond(context, cursor)
    }
    if (page.records.length === 0) break
    const step = stepScan(cursor, scannedRecords(context, page.records), page.asked, Infinity)
    cursor = step.cursor.ids.length >= from.count ? pastSecond(step.cursor) : { ...step.cursor, done: false }
    if (step.fresh.includes(true)) yield { ...page, fresh: step.fresh, cursor }
    startPosition += Math.min(page.records.length, page.asked)
  }
  return cursor
}

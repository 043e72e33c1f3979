import { givePage } from '../query/give-page.js'
import { readPoisonedSecond } from './poisoned-second.js'
import { runCount } from '../query/query.js'
import type { QueryScope } from '../statement/query-scope.js'
import { readStep } from './read-step.js'
import { takeOnce, type TakeOnce } from '../query/take-once.js'
import { createRollCall, type RollCall } from './roll-call.js'
import type { ScanContext } from './scan-context.js'
import type { ScanPage } from './scan-page.js'
import type { ScanCursor } from './scan-cursor.js'
import { secondOf } from './scan-step.js'
import { pastSecond, scopeOfSecond } from './second-scope.js'

/**
 * A pass that adds nothing may be bad luck: where each call shuffles the ties, a pass misses a given record about
 * once in three, and so do three passes in a row once in thirty. Twelve miss it once in a hundred thousand.
 */
const quietPassesToGiveUp = 12

/**
 * Takes a second that holds more records than a page. Keys have no finer grain, so it is read by position, and
 * since ties come in another order at each call, a pass may miss some: passes go on until as many have answered as the
 * second counts. Returns the cursor past the second; what could not be found shows in the proof.
 */
export async function* readCrowdedSecond(
  context: ScanContext,
  before: ScanCursor,
): AsyncGenerator<TakeOnce<ScanPage>, ScanCursor> {
  const scope = scopeOfSecond(context.options, secondOf(before))
  let cursor: ScanCursor = { ...before, done: false }
  const roll = createRollCall()
  for (let quiet = 0; quiet < quietPassesToGiveUp;) {
    const { count } = await runCount(context.call, scope, context.options.signal)
    roll.count(count)
    if (roll.missing() <= 0) break
    const { distinct } = cursor
    cursor = yield* readPass(context, cursor, { scope, roll })
    if (cursor.key !== before.key) return cursor
    quiet = cursor.distinct > distinct ? 0 : quiet + 1
  }
  return pastSecond(cursor)
}

async function* readPass(
  context: ScanContext,
  before: ScanCursor,
  { scope, roll }: { readonly scope: QueryScope; readonly roll: RollCall },
): AsyncGenerator<TakeOnce<ScanPage>, ScanCursor> {
  let cursor = before
  for (let startPosition = 1; cursor.key === before.key;) {
    const step = await readStep(context, cursor, { scope, startPosition })
    if ('poison' in step) return yield* readPoisonedSecond(context, cursor)
    const { page } = step
    if (page.records.length === 0) break
    roll.answer(step.ids)
    cursor = roll.missing() <= 0 ? pastSecond(page.cursor) : page.cursor
    if (step.hasFresh) yield takeOnce(givePage({ ...page, cursor }))
    startPosition += Math.min(page.records.length, page.pageSize)
  }
  return cursor
}

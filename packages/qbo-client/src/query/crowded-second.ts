import { formatInstant } from './instant.js'
import { runCount } from './query.js'
import type { QueryScope } from './query-scope.js'
import { readPage } from './read-page.js'
import { scannedRecords } from './scan-context.js'
import type { ScanContext } from './scan-context.js'
import type { ScanPage } from './scan-page.js'
import type { ScanCursor } from './scan-cursor.js'
import { secondOf, stepScan } from './scan-step.js'

/** A pass that adds nothing may be bad luck with the order; three in a row are not. */
const quietPassesToGiveUp = 3

/**
 * Takes a second that holds more records than a page. Keys have no finer grain, so it is read by position, and
 * since ties come in another order at each call, a pass may miss some: passes go on until the distinct Ids equal
 * the second's COUNT(*). Returns the cursor past the second; what could not be found shows in the proof.
 */
export async function* readCrowdedSecond(
  context: ScanContext,
  before: ScanCursor,
): AsyncGenerator<ScanPage, ScanCursor> {
  const scope = scopeOfSecond(context, secondOf(before))
  const counted = async (): Promise<number> =>
    (await runCount(context.call, scope, context.options.signal)).count
  let cursor: ScanCursor = { ...before, done: false }
  for (let quiet = 0; quiet < quietPassesToGiveUp;) {
    const target = await counted()
    if (cursor.ids.length >= target) break
    const known = cursor.ids.length
    cursor = yield* readPass(context, scope, { cursor, target })
    quiet = cursor.ids.length > known ? 0 : quiet + 1
  }
  return { key: formatInstant(secondOf(before) + 1000), ids: [], distinct: cursor.distinct, done: false }
}

async function* readPass(
  context: ScanContext,
  scope: QueryScope,
  from: { readonly cursor: ScanCursor; readonly target: number },
): AsyncGenerator<ScanPage, ScanCursor> {
  const { options, call, size } = context
  let { cursor } = from
  for (let startPosition = 1; cursor.ids.length < from.target;) {
    const page = await readPage(call, size, {
      scope,
      orderBy: options.key,
      startPosition,
      signal: options.signal,
    })
    if (page.records.length === 0) break
    const step = stepScan(cursor, scannedRecords(context, page.records), page.asked, Infinity)
    cursor = { ...step.cursor, done: false }
    yield { ...page, fresh: step.fresh, cursor }
    startPosition += Math.min(page.records.length, page.asked)
  }
  return cursor
}

function scopeOfSecond({ options }: ScanContext, second: number): QueryScope {
  return {
    entity: options.entity,
    where: [
      ...(options.where ?? []),
      { field: options.key, operator: '>=', value: formatInstant(second) },
      { field: options.key, operator: '<', value: formatInstant(second + 1000) },
    ],
  }
}

import type { QboError } from '../errors.js'
import { givePage, type Undecoded } from '../query/give-page.js'
import { failIfNothingCanBeRead } from '../query/outage-probe.js'
import { createPageSize } from '../query/page-size.js'
import { describePoisoned, noText } from '../query/poisoned-record.js'
import { runCount } from '../query/query.js'
import { takeOnce, type TakeOnce } from '../query/take-once.js'
import type { QueryScope } from '../statement/query-scope.js'
import { readStep } from './read-step.js'
import { createRollCall, type RollCall } from './roll-call.js'
import type { ScanContext } from './scan-context.js'
import type { ScanCursor } from './scan-cursor.js'
import type { ScanPage } from './scan-page.js'
import { pastSecond, scopeOfSecond } from './second-scope.js'

/** Ties come in another order at each call: a pass misses a given record about once in three, ten in 60,000. */
const quietPassesToGiveUp = 10

/** A fault that passes may hit the same record twice over; a record is not given up for that. */
const quietPassesToBlame = 3

/** Positions of a second that are yet to be read. */
interface Stretch {
  readonly start: number
  readonly length: number
}

/**
 * Reads a second that holds a record which cannot be read: by position, halving each stretch that fails down to one
 * record. It ends when as many have answered as the second counts, or when only what fails is left; that is handed out as
 * data, with the cursor past the second, so that whoever saves both never meets it again.
 */
export async function* readPoisonedSecond(
  context: ScanContext,
  before: ScanCursor,
): AsyncGenerator<TakeOnce<ScanPage>, ScanCursor> {
  const { call, options } = context
  const scope = scopeOfSecond(options, Date.parse(before.key))
  let cursor = before
  let failures: readonly QboError[] = []
  let missing = 0
  const roll = createRollCall()
  for (let quiet = 0; quiet < quietPassesToGiveUp;) {
    const { count } = await runCount(call, scope, options.signal)
    roll.count(count)
    if (roll.missing() <= 0) return pastSecond(cursor)
    const known = cursor.ids.length
    const pass = yield* readStretches(context, cursor, {
      scope,
      roll,
      count,
      poisonRetries: quiet < quietPassesToBlame ? 1 : 0,
    })
    cursor = pass.cursor
    if (pass.failures.length > 0) failures = pass.failures
    quiet = cursor.ids.length > known ? 0 : quiet + 1
    missing = roll.missing()
    // One is missing and one fails, again and again: they are the same. Of several that are missing, a tie may be
    // hiding one that can be read.
    if (pass.failures.length > 0 && missing === 1 && quiet >= quietPassesToBlame) break
  }
  if (missing <= 0 || failures.length === 0) return pastSecond(cursor)
  await failIfNothingCanBeRead(call, options, options.signal)
  const page = rejectionPage(cursor, failures, missing)
  yield takeOnce(givePage(page))
  return page.cursor
}

async function* readStretches(
  context: ScanContext,
  before: ScanCursor,
  part: {
    readonly scope: QueryScope
    readonly roll: RollCall
    readonly count: number
    readonly poisonRetries: number
  },
): AsyncGenerator<
  TakeOnce<ScanPage>,
  { readonly cursor: ScanCursor; readonly failures: readonly QboError[] }
> {
  const { scope, roll, count, poisonRetries } = part
  const single: QboError[] = []
  let last: QboError | undefined
  const most = context.size.current()
  const stretches: Stretch[] = []
  for (let start = 1; start <= count; start += most)
    stretches.push({ start, length: Math.min(most, count - start + 1) })
  let cursor = before
  while (roll.missing() > 0) {
    const stretch = stretches.shift()
    if (stretch === undefined) break
    const size = createPageSize(stretch.length)
    const step = await readStep(context, cursor, { scope, size, startPosition: stretch.start, poisonRetries })
    if ('poison' in step) {
      last = step.poison
      if (stretch.length === 1) single.push(step.poison)
      else stretches.unshift(...halves(stretch))
      continue
    }
    roll.answer(step.ids)
    cursor = step.page.cursor
    if (step.hasFresh) yield takeOnce(givePage(step.page))
    const came = Math.min(step.page.records.length, stretch.length)
    // Fewer than asked: the rest is asked for, unless nothing comes at all.
    if (came > 0 && came < stretch.length) {
      stretches.unshift({ start: stretch.start + came, length: stretch.length - came })
    }
  }
  // Where ties change places at each call, the culprit of a stretch may be in neither of its halves.
  return { cursor, failures: single.length > 0 || last === undefined ? single : [last] }
}

function halves({ start, length }: Stretch): readonly Stretch[] {
  const half = Math.ceil(length / 2)
  return [
    { start, length: half },
    { start: start + half, length: length - half },
  ]
}

/** A page without records: nothing came, and that is the news. */
function rejectionPage(
  cursor: ScanCursor,
  failures: readonly QboError[],
  missing: number,
): Undecoded<ScanPage> {
  const poisoned = Array.from({ length: missing }, (_, index) => ({
    second: cursor.key,
    ...describePoisoned(failures[index % failures.length] as QboError, index + 1),
  }))
  return {
    text: noText,
    records: [],
    recordsPath: ['QueryResponse'],
    request: poisoned[0]?.request ?? '',
    durationMs: 0,
    pageSize: 1,
    fresh: [],
    poisoned,
    // They count as read, or the scan would look for them at its end.
    cursor: { ...pastSecond(cursor), distinct: cursor.distinct + missing },
  }
}

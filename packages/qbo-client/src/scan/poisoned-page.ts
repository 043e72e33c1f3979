import { givePage } from '../query/give-page.js'
import { formatInstant, parseInstant } from '../statement/instant.js'
import { failIfNothingCanBeRead } from '../query/outage-probe.js'
import { takeOnce, type TakeOnce } from '../query/take-once.js'
import { readPoisonedSecond } from './poisoned-second.js'
import { readStep } from './read-step.js'
import type { ScanContext } from './scan-context.js'
import type { ScanCursor } from './scan-cursor.js'
import type { ScanOptions, ScanPage } from './scan-page.js'
import { secondOf } from './scan-step.js'
import { scopeBetween } from './second-scope.js'

/** Before every record, and after every record that a server's clock may have dated wrongly. */
const firstSecond = 0
const lastSecond = Date.parse('2100-01-01T00:00:00Z')

/**
 * Goes on behind a page that fails on a record: halves the span of keys until the second of the culprit is found,
 * taking in what comes meanwhile, and then reads that second record by record. Returns the cursor to go on from;
 * it stands where it stood if nothing fails any more.
 */
export async function* readAroundPoison(
  context: ScanContext,
  before: ScanCursor,
): AsyncGenerator<TakeOnce<ScanPage>, ScanCursor> {
  const search = yield* findSecond(context, before)
  if (search.second === undefined) return search.cursor
  const { cursor, second } = search
  const ids = secondOf(cursor) === second ? cursor.ids : []
  return yield* readPoisonedSecond(context, { ...cursor, key: formatInstant(second), ids })
}

interface Search {
  readonly cursor: ScanCursor
  /** The second of the culprit; all before it is read. Undefined when the scan can just go on. */
  readonly second: number | undefined
}

async function* findSecond(
  context: ScanContext,
  before: ScanCursor,
): AsyncGenerator<TakeOnce<ScanPage>, Search> {
  let cursor = before
  // All keys before `good` are read; the span up to `bad` has failed, once one has been asked for.
  let good = Math.max(firstSecond, secondOf(before))
  let isSettled = true
  const ends = await endsToTry(context, good)
  let bad = ends.known
  while (bad === undefined || bad - good > 1000 || !isSettled) {
    // Something new came up to `good`: a page that adds nothing must say that it was all.
    const end = bad !== undefined && bad - good <= 1000 ? good : (middleOf(good, bad) ?? ends.next())
    if (end === undefined) return { cursor, second: undefined }
    const scope = scopeBetween(context.options, cursor.key, end)
    const step = await readStep(context, cursor, { scope, poisonRetries: 1 })
    if ('poison' in step) {
      if (end === good) return { cursor, second: undefined }
      bad = end
      continue
    }
    const hasMoved = secondOf(step.page.cursor) > secondOf(cursor)
    cursor = step.page.cursor
    if (step.hasFresh) yield takeOnce(givePage(step.page))
    if (step.isFull) {
      // A full page is progress, unless it holds only the second that the scan stands in.
      if (hasMoved) return { cursor, second: undefined }
      return { cursor, second: secondOf(cursor) }
    }
    good = end
    isSettled = !step.hasFresh
  }
  return { cursor, second: good }
}

/** Whole seconds, since keys have no finer grain. */
function middleOf(good: number, bad: number | undefined): number | undefined {
  return bad === undefined ? undefined : good + Math.floor((bad - good) / 2000) * 1000
}

/** Where the span that failed ends: at the caller's own bound, else at the server's clock. */
async function endsToTry({ call, options }: ScanContext, good: number) {
  const { time } = await failIfNothingCanBeRead(call, options, options.signal)
  const bound = upperBoundOf(options)
  const now = Date.parse(time ?? '')
  const untried = [Math.floor(now / 1000) * 1000 + 1000, lastSecond].filter((end) => end > good)
  return { known: bound !== undefined && bound > good ? bound : undefined, next: () => untried.shift() }
}

function upperBoundOf({ where = [], key }: ScanOptions): number | undefined {
  const bounds = where
    .filter(
      ({ field, operator }) =>
        field.toLowerCase() === key.toLowerCase() && (operator === '<' || operator === '<='),
    )
    .map(({ operator, value }) => {
      const ms = parseInstant(String(value), key)
      return operator === '<' ? Math.ceil(ms / 1000) * 1000 : Math.floor(ms / 1000) * 1000 + 1000
    })
  return bounds.length === 0 ? undefined : Math.min(...bounds)
}

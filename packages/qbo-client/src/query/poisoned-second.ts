import type { QboError } from '../errors.js'
import { failIfNothingCanBeRead } from './outage-probe.js'
import { createPageSize } from './page-size.js'
import { describePoisoned, isPoisoned, noText } from './poisoned-record.js'
import { runCount } from './query.js'
import { readPage } from './read-page.js'
import type { AskedPage } from './read-page.js'
import { scannedRecords } from './scan-context.js'
import type { ScanContext } from './scan-context.js'
import type { ScanCursor } from './scan-cursor.js'
import type { ScanPage } from './scan-page.js'
import { stepScan } from './scan-step.js'
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
 * record. It ends when all that COUNT(*) promises is read, or when only what fails is left; that is handed out as
 * data, with the cursor past the second, so that whoever saves both never meets it again.
 */
export async function* readPoisonedSecond(
  context: ScanContext,
  before: ScanCursor,
): AsyncGenerator<ScanPage, ScanCursor> {
  const { call, options } = context
  const scope = scopeOfSecond(options, Date.parse(before.key))
  let cursor = before
  let failures: readonly QboError[] = []
  let missing = 0
  for (let quiet = 0; quiet < quietPassesToGiveUp;) {
    const { count } = await runCount(call, scope, options.signal)
    if (cursor.ids.length >= count) return pastSecond(cursor)
    const known = cursor.ids.length
    const pass = yield* readStretches(context, cursor, { count, retries: quiet < quietPassesToBlame ? 1 : 0 })
    cursor = pass.cursor
    if (pass.failures.length > 0) failures = pass.failures
    quiet = cursor.ids.length > known ? 0 : quiet + 1
    missing = count - cursor.ids.length
    // One is missing and one fails, again and again: they are the same. Of several that are missing, a tie may be
    // hiding one that can be read.
    if (pass.failures.length > 0 && missing === 1 && quiet >= quietPassesToBlame) break
  }
  if (missing <= 0 || failures.length === 0) return pastSecond(cursor)
  await failIfNothingCanBeRead(call, options, options.signal)
  const page = rejectionPage(cursor, failures, missing)
  yield page
  return page.cursor
}

async function* readStretches(
  context: ScanContext,
  before: ScanCursor,
  { count, retries }: { readonly count: number; readonly retries: number },
): AsyncGenerator<ScanPage, { readonly cursor: ScanCursor; readonly failures: readonly QboError[] }> {
  const single: QboError[] = []
  let last: QboError | undefined
  const most = context.size.current()
  const stretches: Stretch[] = []
  for (let start = 1; start <= count; start += most)
    stretches.push({ start, length: Math.min(most, count - start + 1) })
  let cursor = before
  while (cursor.ids.length < count) {
    const stretch = stretches.shift()
    if (stretch === undefined) break
    try {
      const page = await readStretch(context, cursor, stretch, retries)
      const step = stepScan(cursor, scannedRecords(context, page.records), page.asked, Infinity)
      cursor = { ...step.cursor, done: false }
      if (step.fresh.includes(true)) yield { ...page, fresh: step.fresh, cursor }
      const came = Math.min(page.records.length, stretch.length)
      // Fewer than asked: the rest is asked for, unless nothing comes at all.
      if (came > 0 && came < stretch.length) {
        stretches.unshift({ start: stretch.start + came, length: stretch.length - came })
      }
    } catch (error) {
      if (!isPoisoned(error)) throw error
      last = error
      if (stretch.length === 1) single.push(error)
      else stretches.unshift(...halves(stretch))
    }
  }
  // Where ties change places at each call, the culprit of a stretch may be in neither of its halves.
  return { cursor, failures: single.length > 0 || last === undefined ? single : [last] }
}

function readStretch(
  { call, options }: ScanContext,
  { key }: ScanCursor,
  { start, length }: Stretch,
  retries: number,
): Promise<AskedPage> {
  return readPage(call, createPageSize(length), {
    scope: scopeOfSecond(options, Date.parse(key)),
    orderBy: options.key,
    startPosition: start,
    recordFields: options.recordFields,
    signal: options.signal,
    poisonRetries: retries,
  })
}

function halves({ start, length }: Stretch): readonly Stretch[] {
  const half = Math.ceil(length / 2)
  return [
    { start, length: half },
    { start: start + half, length: length - half },
  ]
}

/** A page without records: nothing came, and that is the news. */
function rejectionPage(cursor: ScanCursor, failures: readonly QboError[], missing: number): ScanPage {
  const poisoned = Array.from({ length: missing }, (_, index) => ({
    second: cursor.key,
    ...describePoisoned(failures[index % failures.length] as QboError, index + 1),
  }))
  return {
    ...noText,
    records: [],
    recordsPath: ['QueryResponse'],
    request: poisoned[0]?.request ?? '',
    durationMs: 0,
    asked: 1,
    fresh: [],
    poisoned,
    // They count as read, or the scan would look for them at its end.
    cursor: { ...pastSecond(cursor), distinct: cursor.distinct + missing },
  }
}

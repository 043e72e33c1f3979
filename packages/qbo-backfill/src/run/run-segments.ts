import { eventError } from '../events.js'
import { endsRun, isSpent } from '../failure/failure.js'
import { retrying } from '../failure/retrying.js'
import type { StoredSegment } from '../ledger/segments.js'
import { createEntityClock } from './entity-clock.js'
import { pageRoom } from './page-room.js'
import { newReading, type Reading } from './reading.js'
import type { RunContext } from './run-context.js'
import { runSegment, segmentName, type ReadingContext } from './run-segment.js'
import { createStreams } from './streams.js'

/** Ten streams have room for pages of up to 6 MB each, heavier than those of most companies by half. */
const mostPageBytes = 64 * 1_048_576

/**
 * Twelve pages of invoices of usual weight: only while a page is written is there one ahead for its stream, so that two or
 * three are enough. Each page more is some 4 MB of the process.
 */
const mostAheadBytes = 32 * 1_048_576

/** What is asked for beside the pages; each once, and given up with them. */
interface Beside {
  /** Behind the first page of each stream. */
  onFirstPages(this: void, signal: AbortSignal): void
  /** When each stream has two pages left at most. */
  onLastPages(this: void, signal: AbortSignal): void
}

/**
 * Runs the segments that are not done. A segment that cannot be read is marked as failed and the others go on; an error
 * that would meet every segment (no authorization, lost lease, abort) ends the run at once.
 */
export async function runSegments(
  context: RunContext,
  segments: readonly StoredSegment[],
  { onFirstPages, onLastPages }: Beside,
): Promise<void> {
  const stop = new AbortController()
  const signal = AbortSignal.any([context.signal, stop.signal])
  const failures: unknown[] = []
  const known = new Set(segments.map(({ number }) => number))
  let taken = 0
  // Only told of once the streams are there, which are made with what follows.
  const addNew = (all: readonly StoredSegment[]): void => {
    const unknown = all.filter(({ number }) => !known.has(number))
    for (const { number } of unknown) known.add(number)
    streams.addParts(unknown)
  }
  const inner: ReadingContext = {
    ...context,
    signal,
    clock: createEntityClock(),
    room: pageRoom(mostPageBytes, mostAheadBytes),
    takeNumbers(count) {
      const first = Math.max(0, ...known, taken) + 1
      taken = first + count - 1
      return first
    },
    addNew,
    write: (work) => streams.write(work),
    keepsUp: () => streams.keepsUp(),
    onPage: () => streams.use(),
  }
  const open = segments.filter(({ status }) => status !== 'done')
  const streams = createStreams({
    context: inner,
    rows: open.reduce((sum, segment) => sum + newReading(segment).left, 0),
    async read(reading) {
      if (failures.length > 0) return
      try {
        await runWithRetries(inner, reading)
      } catch (error) {
        failures.push(error)
        // What is under way is paid for: each of the others ends at its own next call.
        if (!isSpent(error)) stop.abort(error)
      }
    },
    onFirstPages: () => onFirstPages(signal),
    onLastPages: () => onLastPages(signal),
  })
  streams.add(open.toSorted((a, b) => newReading(b).left - newReading(a).left))
  await streams.idle()
  if (failures.length > 0) throw failures[0]
}

async function runWithRetries(context: ReadingContext, reading: Reading): Promise<void> {
  const { number } = reading.segment
  try {
    await retrying(
      context.signal,
      async (attempt) => {
        if (attempt > 1) {
          // The commit whose answer was lost may have gone through: only the ledger knows where the segment is.
          const all = await context.store.segments.ofRun(context.run.runId)
          const segment = all.find((stored) => stored.number === number) ?? reading.segment
          Object.assign(reading, newReading(segment))
          // And that of a cut: its parts are there then.
          context.addNew(all)
        }
        if (reading.segment.status !== 'done') await runSegment(context, reading)
      },
      (attempt, waitMs, error) => {
        const segment = segmentName(reading.segment)
        context.emit({ type: 'segment.retried', segment, attempt, waitMs, error: eventError(error) })
      },
    )
  } catch (error) {
    if (context.signal.aborted || endsRun(error)) throw error
    await giveUp(context, reading.segment, error)
  }
}

async function giveUp(context: ReadingContext, segment: StoredSegment, error: unknown): Promise<void> {
  const { store, lease, run } = context
  const all = await store.segments.ofRun(run.runId)
  context.addNew(all)
  // The commit whose answer was lost may have been the last one.
  if (all.find(({ number }) => number === segment.number)?.status === 'done') return
  context.emit({ type: 'segment.failed', segment: segmentName(segment), error: eventError(error) })
  await store.segments.fail(lease, run.runId, segment.number, eventError(error))
}

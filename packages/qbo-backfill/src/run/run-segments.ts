import PQueue from 'p-queue'
import { eventError } from '../events.js'
import type { StoredSegment } from '../store/store.js'
import { endsRun } from './failure.js'
import type { RunContext } from './run-context.js'
import { retrying } from './retrying.js'
import { runSegment, segmentName } from './run-segment.js'

/** Segments read at once. QBO allows ten requests in flight; more than a few only wait for the database. */
const concurrency = 4

/**
 * Runs the segments that are not done. A segment that cannot be read is marked as failed and the others go on; an
 * error that would meet every segment (no authorization, lost lease, abort) ends the run at once.
 */
export async function runSegments(context: RunContext, segments: readonly StoredSegment[]): Promise<void> {
  const stop = new AbortController()
  const inner: RunContext = { ...context, signal: AbortSignal.any([context.signal, stop.signal]) }
  const queue = new PQueue({ concurrency })
  let fatal: { error: unknown } | undefined
  const tasks = segments
    .filter((segment) => segment.status !== 'done')
    .map((segment) =>
      queue.add(async () => {
        if (fatal !== undefined) return
        try {
          await runWithRetries(inner, segment)
        } catch (error) {
          if (fatal !== undefined) return
          fatal = { error }
          stop.abort(error)
        }
      }),
    )
  await Promise.all(tasks)
  if (fatal !== undefined) throw fatal.error
}

async function runWithRetries(context: RunContext, segment: StoredSegment): Promise<void> {
  try {
    await retrying(
      context.signal,
      async (attempt) => {
        // The commit whose answer was lost may have gone through: only the ledger knows where the segment is.
        const current = attempt === 1 ? segment : await stored(context, segment)
        if (current.status !== 'done') await runSegment(context, current)
      },
      (attempt, waitMs, error) => {
        const name = segmentName(segment)
        context.emit({ type: 'segment.retried', segment: name, attempt, waitMs, error: eventError(error) })
      },
    )
  } catch (error) {
    if (context.signal.aborted || endsRun(error)) throw error
    await giveUp(context, segment, error)
  }
}

async function stored(context: RunContext, segment: StoredSegment): Promise<StoredSegment> {
  const all = await context.store.segments(context.run.runId)
  return all.find(({ number }) => number === segment.number) ?? segment
}

async function giveUp(context: RunContext, segment: StoredSegment, error: unknown): Promise<void> {
  const { store, lease, run } = context
  // The commit whose answer was lost may have been the last one.
  if ((await stored(context, segment)).status === 'done') return
  context.emit({ type: 'segment.failed', segment: segmentName(segment), error: eventError(error) })
  await store.failSegment(lease, run.runId, segment.number, eventError(error))
}

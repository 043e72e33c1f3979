import type { Check } from '../checks/check.js'
import { formatInstant } from '../plan/time-zone.js'
import type { StoredRun, StoredSegment } from '../store/store.js'

/** What a resumed run reads again from the beginning, and the new settled instant if the old one is too old. */
export interface Reopening {
  readonly segments: readonly number[]
  readonly settledBefore: string | undefined
}

/** CDC looks back 30 days. A day is kept free, for clocks that differ and for the time that the run takes. */
const mostAgeMs = 29 * 86_400_000
const settlingMs = 5 * 60_000

/**
 * A red run reads its red entities again. A run older than CDC can see cannot know what changed meanwhile in what it has
 * read, so it reads all of it again against a new settled instant.
 */
export async function reopening(
  run: StoredRun,
  segments: readonly StoredSegment[],
  checks: readonly Check[],
  askTime: () => Promise<string | undefined>,
): Promise<Reopening> {
  const now = Date.now()
  if (now - Date.parse(run.settledBefore) > mostAgeMs) {
    const time = Date.parse((await askTime()) ?? new Date(now).toISOString())
    return {
      segments: segments.map((segment) => segment.number),
      settledBefore: formatInstant(time - settlingMs),
    }
  }
  const red = new Set(checks.filter((check) => check.status === 'red').map((check) => check.entity))
  return {
    segments: segments.filter((segment) => red.has(segment.entity)).map((segment) => segment.number),
    settledBefore: undefined,
  }
}

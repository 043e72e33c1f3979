import { BackfillError } from '../errors.js'
import type { Source } from '../source/source.js'

export interface TimeLimit {
  /** Aborted with the caller's, and when the time is long over. */
  readonly signal: AbortSignal | undefined
  stop(): void
}

/** What is under way when the time is over is paid for: so long it may take to come and to be written. */
const graceMs = 5000

/** Lets no request begin once the time is over; what waits for something else meanwhile ends a little later. */
export function limitTime(
  source: Source,
  mostMs: number | undefined,
  signal: AbortSignal | undefined,
): TimeLimit {
  if (mostMs === undefined) return { signal, stop: () => undefined }
  const over = new AbortController()
  const endsAt = performance.now() + mostMs
  const removeGate = source.addGate(() => {
    if (performance.now() >= endsAt) throw overError(mostMs)
  })
  const timer = setTimeout(() => over.abort(overError(mostMs)), mostMs + graceMs)
  timer.unref()
  return {
    signal: signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]),
    stop() {
      removeGate()
      clearTimeout(timer)
    },
  }
}

function overError(mostMs: number): BackfillError {
  return new BackfillError(
    'BACKFILL_TIME_SPENT',
    {
      en: `The ${mostMs / 1000} s that it may take are over; the place is saved. Run again to go on.`,
      es: `Pasaron los ${mostMs / 1000} s permitidos; el avance está guardado. Para continuar, ejecute de nuevo.`,
    },
    { retryable: true },
  )
}

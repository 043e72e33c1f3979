import { BackfillError } from '../errors.js'
import type { Source } from '../source/source.js'

export interface CallBudget {
  /** Calls that the run has spent before, in this process or another. */
  spent(calls: number): void
  stop(): void
}

/** Stops every request of the source before it would spend more calls than allowed, retries included. */
export function limitCalls(source: Source, most: number | undefined): CallBudget {
  if (most === undefined) return { spent: () => undefined, stop: () => undefined }
  let left = most
  const stop = source.addGate(() => {
    if (left <= 0) throw spentError(most)
    left -= 1
  })
  return {
    spent: (calls) => {
      left -= calls
    },
    stop,
  }
}

function spentError(most: number): BackfillError {
  return new BackfillError(
    'BACKFILL_BUDGET_SPENT',
    {
      en: `The run has spent its ${most} API calls; its place is saved. Run again with a higher limit to go on.`,
      es: `La corrida gastó sus ${most} llamadas a la API; su avance está guardado. Para continuar, ejecute de nuevo con un --max-api-calls mayor.`,
    },
    { retryable: true },
  )
}

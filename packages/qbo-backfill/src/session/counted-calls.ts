import { z } from 'zod'
import { sharedOptions } from '../options.js'
import type { Source } from '../source/source.js'
import type { BackfillStore } from '../store/store.js'
import { validated } from '../validated.js'
import { withSession } from './session.js'

/** Whose calls are counted, and where. */
export interface CountedCallsOptions {
  /** The client whose calls are counted, of `createQboClient`. */
  readonly source: Source
  /** Where they are counted: `postgresStore({ db })`, whose tables must be there. */
  readonly store: BackfillStore
  /** API calls that the app may spend in a month; see `BackfillOptions`. @defaultValue no limit */
  readonly monthlyCallBudget?: number | undefined
}

const schema = z.strictObject({
  source: sharedOptions.source,
  store: sharedOptions.store,
  monthlyCallBudget: sharedOptions.monthlyCallBudget,
})

/**
 * Counts what a program asks of QuickBooks by itself, through the client of the source, with the app's calls of the month.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`; `BACKFILL_BUDGET_SPENT` at the call that would go over the budget.
 */
export async function withCountedCalls<T>(options: CountedCallsOptions, work: () => Promise<T>): Promise<T> {
  const { source, store, monthlyCallBudget } = validated('the counted calls', schema, options)
  const limits = { monthlyCallBudget, maxDurationMs: undefined }
  return withSession(
    { source, store, onEvent: undefined, firstPhase: 'plan', limits, signal: undefined },
    work,
  )
}

import { isQboError } from 'qbo-client'
import { isBackfillError } from '../errors.js'
import { addDays } from '../plan/civil-date.js'
import { civilDatesOf, type Range } from '../plan/range.js'
import type { Source } from '../source/source.js'

/** QuickBooks' own statements of a range, as they came. */
export interface ArchivedReports {
  /** By the name of the file. */
  readonly files: ReadonlyMap<string, string>
  /** What could not be had, a sentence each. */
  readonly refused: readonly string[]
}

const statements = ['ProfitAndLoss', 'BalanceSheet'] as const

/** Asks for the statements that an accountant knows. They prove no row: postings are not in the records. */
export async function archiveReports(source: Source, range: Range): Promise<ArchivedReports> {
  const { first, end } = civilDatesOf(range)
  const [start_date, end_date] = [first, addDays(end, -1)]
  const files = new Map<string, string>()
  const refused: string[] = []
  for (const name of statements) {
    try {
      const answer = await source.report?.(name, { start_date, end_date })
      const { StartPeriod: from, EndPeriod: to } = answer?.report.header ?? {}
      // One date that is not taken is ignored without a word.
      if (answer === undefined) refused.push(`${name}: this source has no reports`)
      else if (answer.report.name !== name || from !== start_date || to !== end_date)
        refused.push(`${name}: the answer is of ${from ?? 'no date'} to ${to ?? 'no date'}`)
      else files.set(`${name}.json`, answer.text)
    } catch (error) {
      // The run is done, and its evidence is to be written whatever is left of the month's calls.
      const isSpent = isBackfillError(error) && error.code === 'BACKFILL_BUDGET_SPENT'
      if (!isSpent && !isQboError(error)) throw error
      refused.push(`${name}: ${error.message}`)
    }
  }
  return { files, refused }
}

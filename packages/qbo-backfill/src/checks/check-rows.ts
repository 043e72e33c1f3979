import type { Check } from './check.js'
import { fieldsCheck } from './fields-check.js'
import { invoiceTotalsCheck } from './invoice-totals-check.js'
import { referencesCheck } from './references-check.js'
import type { RowCheck, RowCheckScope } from './row-check.js'
import { windowCheck } from './window-check.js'

const rowChecks: readonly RowCheck[] = [windowCheck, invoiceTotalsCheck, referencesCheck, fieldsCheck]

/** The checks that the database answers by itself, over the rows that the run has read; side by side, as far as the pool allows. */
export async function checkRows(scope: RowCheckScope): Promise<readonly Check[]> {
  const answers = await Promise.all(rowChecks.map((check) => check(scope)))
  return answers.filter((answer) => answer !== undefined)
}

import type { Check } from './check.js'
import { fieldsCheck } from './fields-check.js'
import { invoiceTotalsCheck } from './invoice-totals-check.js'
import { referencesCheck } from './references-check.js'
import type { RowCheck, RowCheckScope } from './row-check.js'
import { windowCheck } from './window-check.js'

const rowChecks: readonly RowCheck[] = [windowCheck, invoiceTotalsCheck, referencesCheck, fieldsCheck]

/** The checks that the database answers by itself, over the rows that the run has read. */
export async function checkRows(scope: RowCheckScope): Promise<readonly Check[]> {
  const checks: Check[] = []
  for (const check of rowChecks) {
    const answer = await check(scope)
    if (answer !== undefined) checks.push(answer)
  }
  return checks
}

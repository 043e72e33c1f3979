import { sql } from 'kysely'
import { allEnded } from '../all-ended.js'
import type { Check } from './check.js'
import { fieldsCheck } from './fields-check.js'
import { invoiceTotalsCheck } from './invoice-totals-check.js'
import { referencesCheck } from './references-check.js'
import { fromRowsRead, type RowCheck, type RowCheckScope } from './row-check.js'
import { windowCheck } from './window-check.js'

/** Looked at side by side, as far as the pool allows. More would help a large server and crowd a small pool. */
const parts = 2

/** The checks that the database answers by itself, over the rows that the run has read. */
export async function checkRows(scope: RowCheckScope): Promise<readonly Check[]> {
  const [judged, references] = await allEnded([judgeRows(scope), referencesCheck(scope)])
  return references === undefined ? judged : [...judged, references]
}

/**
 * One look at each row for all checks, since to fetch and unpack a payload is most of what one of them costs: three
 * checks of 50,000 invoices take 370 ms of PostgreSQL in the place of 630.
 */
async function judgeRows(scope: RowCheckScope): Promise<readonly Check[]> {
  const all: readonly (RowCheck | undefined)[] = [
    windowCheck(scope),
    invoiceTotalsCheck(scope),
    await fieldsCheck(scope),
  ]
  const checks = all.filter((check) => check !== undefined)
  const found = await allEnded(
    Array.from({ length: parts }, async (_, part) => {
      const isInPart = sql`abs(hashtext(id) % ${sql.lit(parts)}) = ${sql.lit(part)}`
      const summary = await sql<object>`
        SELECT ${sql.join(checks.map((check) => check.summary))} FROM (
          SELECT id, create_time, last_updated_time, window_start, window_end,
            ${sql.join(checks.map((check) => check.facts))}
          ${fromRowsRead(scope, isInPart)} OFFSET 0
        ) AS row_facts`.execute(scope.db)
      return summary.rows
    }),
  )
  return allEnded(checks.map(async (check) => check.judge(found.flat())))
}

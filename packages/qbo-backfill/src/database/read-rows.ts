import { sql, type OperationNodeSource } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import type { z } from 'zod'
import { BackfillError } from '../errors.js'
import { inOwnTransaction } from './own-transaction.js'

/**
 * The rows of a statement, each as one text that we parse and check ourselves: what a host's driver, type parsers or
 * plugins make of numbers, times, JSON and column names does not come between. What JSON numbers cannot hold, and times,
 * the statement casts to text.
 *
 * @param what names the place in an error: `the runs`
 * @throws {BackfillError} `BACKFILL_STATE_UNREADABLE` if a row is not of this form
 */
export async function readRows<Row>(
  db: Database,
  what: string,
  row: z.ZodType<Row>,
  statement: OperationNodeSource,
): Promise<readonly Row[]> {
  const asked = sql<object>`
    WITH asked AS (${statement}) SELECT pg_catalog.row_to_json(asked)::text AS answer FROM asked`
  const { rows } = await inOwnTransaction(db, (trx) => asked.execute(trx))
  return rows.map((answer) => {
    const read = row.safeParse(parsed(what, answer))
    if (read.success) return read.data
    const issues = read.error.issues.map((issue) => `${issue.path.join('.') || 'row'}: ${issue.message}`)
    throw unreadable(what, issues.join('; '))
  })
}

/** By its place: some drivers rename columns. */
function parsed(what: string, row: object): unknown {
  const [answer] = Object.values(row) as unknown[]
  if (typeof answer === 'string') return JSON.parse(answer)
  throw unreadable(what, `the driver answers text as ${answer === null ? 'null' : typeof answer}`)
}

function unreadable(what: string, problem: string): BackfillError {
  return new BackfillError(
    'BACKFILL_STATE_UNREADABLE',
    `What the database answers for ${what} is not of the form that qbo-backfill writes: ${problem}.`,
  )
}

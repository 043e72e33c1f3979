import { sql, type Kysely, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import { inOwnTransaction } from '../database/own-transaction.js'
import { typed } from '../database/typed-parameter.js'
import type { StateDatabase } from './tables.js'

/** Intuit's clock: its answers carry Pacific time, and so we take its month to begin at midnight there. */
const zone = sql.lit('America/Los_Angeles')

/** The first day of the month that it is now at Intuit. */
export const monthNow: RawBuilder<string> = sql`pg_catalog.date_trunc('month', pg_catalog.now() AT TIME ZONE ${zone})::date`

/** What an app has taken of a month. Times are the database's, so that all machines agree on when it ends. */
export interface MonthCalls {
  /** Its first day, `YYYY-MM-DD`. */
  readonly month: string
  /** Calls that were made or that somebody has reserved, over all companies. */
  readonly taken: number
  /** First instant of the next month. */
  readonly resetsAt: string
  /** Milliseconds until then. */
  readonly resetsInMs: number
}

/** Calls that belong to whoever reserved them, until the month ends. */
export interface CallBlock extends MonthCalls {
  /** How many; 0 where the month's are spent. */
  readonly calls: number
}

const monthRow = z.object({
  month: z.string(),
  taken: z.int(),
  resetsAt: z.string(),
  resetsInMs: z.number(),
})

/** More than this many calls would be too many to lose with a process that is killed. */
const largestBlock = 20

/**
 * Near the end a block is a small part of what is left: forty workers that hold twenty calls each would have others stop
 * while eight hundred are unused.
 */
const shareOfLeft = 40

/**
 * Takes a block of calls out of the month's budget in one statement: who comes at the same instant waits for the row, and
 * sees what is left then. Who dies with a block has spent it, as far as anybody can prove.
 */
export async function reserveCalls(
  db: Kysely<StateDatabase>,
  schema: string,
  { clientId, budget }: { readonly clientId: string; readonly budget: number },
): Promise<CallBlock> {
  const most = typed(budget, 'bigint')
  const granted = (taken: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    CASE WHEN ${taken} >= ${most} THEN 0
      ELSE GREATEST(1, LEAST(${sql.lit(largestBlock)}, (${most} - ${taken}) / ${sql.lit(shareOfLeft)})) END`
  const first = granted(sql`0::bigint`)
  const further = granted(sql`stored.taken`)
  const [block] = await readRows(
    db,
    'the calls of the month',
    monthRow.extend({ calls: z.int() }),
    sql`
      INSERT INTO ${sql.id(schema, 'month_calls')} AS stored (client_id, month, taken, newest_block)
      VALUES (${clientId}::text, ${monthNow}, ${first}, ${first})
      ON CONFLICT (client_id, month) DO UPDATE
      SET taken = stored.taken + ${further}, newest_block = ${further}
      RETURNING newest_block AS calls, taken, ${monthFields(sql`month`)}`,
  )
  if (block === undefined)
    throw new Error('A block of calls was asked for, and the database answered nothing.')
  return block
}

/** What was not used of a block. */
export interface UnusedCalls {
  readonly clientId: string
  /** Of the block. */
  readonly month: string
  readonly calls: number
}

/** Gives back what was not used of a block. */
export async function returnCalls(
  db: Kysely<StateDatabase>,
  schema: string,
  { clientId, month, calls }: UnusedCalls,
): Promise<void> {
  const giveBack = sql`
    UPDATE ${sql.id(schema, 'month_calls')} SET taken = taken - ${typed(calls, 'bigint')}
    WHERE client_id = ${clientId}::text AND month = ${month}::text::date`
  await inOwnTransaction(db, (trx) => giveBack.execute(trx))
}

/** Counts calls that nobody had reserved: they are made, whatever the budget. */
export async function countCalls(
  trx: Kysely<StateDatabase>,
  schema: string,
  { clientId, calls }: { readonly clientId: string; readonly calls: number },
): Promise<void> {
  await sql`
    INSERT INTO ${sql.id(schema, 'month_calls')} AS stored (client_id, month, taken, newest_block)
    VALUES (${clientId}::text, ${monthNow}, ${typed(calls, 'bigint')}, 0)
    ON CONFLICT (client_id, month) DO UPDATE SET taken = stored.taken + excluded.taken`.execute(trx)
}

/** What the app has taken of the month that it is now. */
export async function selectMonthCalls(
  db: Kysely<StateDatabase>,
  schema: string,
  clientId: string,
): Promise<MonthCalls> {
  const [month] = await readRows(
    db,
    'the calls of the month',
    monthRow,
    sql`
      SELECT coalesce(stored.taken, 0) AS taken, ${monthFields(sql`now.month`)}
      FROM (SELECT ${monthNow} AS month) AS now
      LEFT JOIN ${sql.id(schema, 'month_calls')} AS stored
        ON stored.month = now.month AND stored.client_id = ${clientId}::text`,
  )
  if (month === undefined) throw new Error('The database did not say which month it is.')
  return month
}

function monthFields(month: RawBuilder<unknown>): RawBuilder<unknown> {
  const end = sql`((${month} + interval '1 month') AT TIME ZONE ${zone})`
  return sql`pg_catalog.to_char(${month}, 'YYYY-MM-DD') AS month,
    pg_catalog.to_char(${end} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "resetsAt",
    1000 * EXTRACT(epoch FROM ${end} - pg_catalog.clock_timestamp()) AS "resetsInMs"`
}

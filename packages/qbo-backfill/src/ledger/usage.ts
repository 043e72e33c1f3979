import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from './tables.js'
import { typed } from '../database/typed-parameter.js'
import {
  countCalls,
  monthNow,
  reserveCalls,
  returnCalls,
  selectMonthCalls,
  type CallBlock,
  type MonthCalls,
  type UnusedCalls,
} from './month-calls.js'

/** What was asked of the API. */
export interface UsageLedger {
  /** Adds calls to the month of the client and realm, and enters failures: apart from page transactions, which may roll back. */
  add(usage: UsageRecord): Promise<void>
  /** API calls of a run so far, over all its resumes; under '' those that served several entities. */
  callsOf(runId: string): Promise<Readonly<Record<string, number>>>
  /** Takes a block of calls out of the month's budget of the app, as large as is good; of none where that is spent. */
  reserve(request: { readonly clientId: string; readonly budget: number }): Promise<CallBlock>
  giveBack(unused: UnusedCalls): Promise<void>
  /** What the app has taken of the month that it is now. */
  month(clientId: string): Promise<MonthCalls>
}

export function usageLedger(state: Kysely<StateDatabase>, schema: string): UsageLedger {
  return {
    add: (usage) => inOwnTransaction(state, (trx) => add(trx, schema, usage)),
    async callsOf(runId) {
      const asked = state.selectFrom('run_calls').select(['entity', 'calls']).where('run_id', '=', runId)
      const rows = await readRows(state, 'the calls of a run', callsRow, asked)
      return Object.fromEntries(rows.map((row) => [row.entity, row.calls]))
    },
    reserve: (request) => reserveCalls(state, schema, request),
    giveBack: (unused) => returnCalls(state, schema, unused),
    month: (clientId) => selectMonthCalls(state, schema, clientId),
  }
}

const callsRow = z.object({ entity: z.string(), calls: z.int() })

async function add(db: Kysely<StateDatabase>, schema: string, usage: UsageRecord): Promise<void> {
  await sql`
    INSERT INTO ${sql.id(schema, 'api_usage')} AS stored (client_id, realm_id, month, calls, metered)
    VALUES (${usage.clientId}, ${usage.realmId}, ${monthNow},
      ${typed(usage.calls, 'bigint')}, ${typed(usage.metered, 'bigint')})
    ON CONFLICT (client_id, realm_id, month) DO UPDATE
    SET calls = stored.calls + excluded.calls, metered = stored.metered + excluded.metered`.execute(db)
  if (usage.runId !== undefined) {
    for (const [entity, calls] of Object.entries(usage.callsByEntity)) {
      await sql`
        INSERT INTO ${sql.id(schema, 'run_calls')} AS stored (run_id, entity, calls)
        VALUES (${usage.runId}, ${entity}, ${typed(calls, 'bigint')})
        ON CONFLICT (run_id, entity) DO UPDATE SET calls = stored.calls + excluded.calls`.execute(db)
    }
  }
  await addFailures(db, usage)
  // Last: one row of all companies, which others wait for until this commits.
  if (!usage.isReserved) await countCalls(db, schema, usage)
}

async function addFailures(db: Kysely<StateDatabase>, usage: UsageRecord): Promise<void> {
  if (usage.failures.length === 0) return
  await db
    .insertInto('request_failures')
    .values(
      usage.failures.map((failure) => ({
        run_id: usage.runId ?? null,
        realm_id: usage.realmId,
        at_utc: typed(failure.at, 'timestamptz'),
        entity: failure.entity ?? null,
        kind: failure.kind,
        code: failure.code,
        status: failure.status ?? null,
        attempt: failure.attempt,
        intuit_tid: failure.intuitTid ?? null,
      })),
    )
    .execute()
}

export interface UsageRecord {
  readonly clientId: string
  readonly realmId: string
  readonly runId: string | undefined
  readonly calls: number
  /** Whether they were taken out of the month's budget before they were made. */
  readonly isReserved: boolean
  /** Calls that Intuit bills: those answered with 2xx. */
  readonly metered: number
  /** Of the calls, how many each entity took; under '' those that served several. */
  readonly callsByEntity: Readonly<Record<string, number>>
  readonly failures: readonly RequestFailure[]
}

export interface RequestFailure {
  readonly at: string
  readonly entity: string | undefined
  readonly kind: string
  readonly code: string
  readonly status: number | undefined
  readonly attempt: number
  readonly intuitTid: string | undefined
}

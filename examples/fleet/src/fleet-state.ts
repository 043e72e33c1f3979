import type { Pool } from 'pg'
import type { BackfillStore } from 'qbo-backfill'
import type { Config } from './config.ts'
import type { QuickBooks } from './quickbooks.ts'

export type Colour = 'green' | 'yellow' | 'red' | 'none'

export interface CompanyState {
  readonly realmId: string
  readonly name: string
  /** Of its newest proof and sync; `none` while it was never proved. */
  readonly colour: Colour
  /** When all of it was proved last. */
  readonly provedAt: Date | null
  readonly syncedAt: Date | null
  /** The task that runs now. */
  readonly running: string | null
  /** The task that waits, and until when. */
  readonly waiting: { readonly task: string; readonly until: Date } | null
  /** Why a person has to look at it. */
  readonly needsPerson: string | null
  /** Whole days until somebody must connect it again; null where nobody knows. */
  readonly daysLeft: number | null
  readonly isConnected: boolean
}

export interface FleetState {
  readonly companies: readonly CompanyState[]
  readonly month: {
    readonly taken: number
    readonly budget: number
    readonly resetsAt: Date
    /** Calls at the end of the month, if it goes on as it has. */
    readonly forecast: number
  }
}

export interface StateParts {
  readonly config: Config
  readonly pool: Pool
  readonly store: BackfillStore
  readonly quickBooks: QuickBooks
}

interface Row {
  readonly realm_id: string
  readonly name: string
  readonly proof_status: Colour | null
  readonly proved_at: Date | null
  readonly sync_status: Colour | null
  readonly synced_at: Date | null
  readonly running: string | null
  readonly waiting: string | null
  readonly run_at: Date | null
  readonly needs_person: string | null
}

export async function readFleet({ config, pool, store, quickBooks }: StateParts): Promise<FleetState> {
  const { rows } = await pool.query<Row>(companiesQuery)
  const companies = await Promise.all(
    rows.map(async (row) => companyState(row, await quickBooks.status(row.realm_id))),
  )
  const { month, taken, resetsAt, resetsInMs } = await store.monthCalls(config.clientId)
  const wholeMs = Date.parse(resetsAt) - Date.parse(`${month}T08:00:00Z`)
  // The first hours of a month tell nothing.
  const elapsedMs = Math.max(wholeMs - resetsInMs, 6 * 3_600_000)
  const forecast = Math.round((taken * wholeMs) / elapsedMs)
  return {
    companies,
    month: {
      taken,
      budget: config.monthlyCallBudget,
      resetsAt: new Date(resetsAt),
      forecast: Math.max(taken, forecast),
    },
  }
}

/** Those first that somebody has to look at. */
const companiesQuery = `
  SELECT companies.realm_id, companies.name,
    proof.status AS proof_status, proof.finished_at AS proved_at,
    sync.status AS sync_status, sync.finished_at AS synced_at,
    running.task AS running, waiting.task AS waiting, waiting.run_at, dead.last_error AS needs_person
  FROM fleet.companies
  LEFT JOIN LATERAL (
    SELECT status, finished_at FROM fleet.outcomes
    WHERE realm_id = companies.realm_id AND work IN ('backfill', 'verify') ORDER BY finished_at DESC LIMIT 1
  ) AS proof ON true
  LEFT JOIN LATERAL (
    SELECT status, finished_at FROM fleet.outcomes
    WHERE realm_id = companies.realm_id AND work = 'sync' ORDER BY finished_at DESC LIMIT 1
  ) AS sync ON true
  LEFT JOIN LATERAL (
    SELECT task_identifier AS task FROM graphile_worker.jobs
    WHERE queue_name = companies.realm_id AND locked_at IS NOT NULL LIMIT 1
  ) AS running ON true
  LEFT JOIN LATERAL (
    SELECT task_identifier AS task, run_at FROM graphile_worker.jobs
    WHERE queue_name = companies.realm_id AND locked_at IS NULL AND attempts < max_attempts ORDER BY run_at LIMIT 1
  ) AS waiting ON true
  LEFT JOIN LATERAL (
    SELECT last_error FROM graphile_worker.jobs
    WHERE queue_name = companies.realm_id AND locked_at IS NULL AND attempts >= max_attempts ORDER BY updated_at DESC LIMIT 1
  ) AS dead ON true
  ORDER BY dead.last_error IS NULL, proof.status = 'green', companies.name`

function companyState(row: Row, tokens: Awaited<ReturnType<QuickBooks['status']>>): CompanyState {
  return {
    realmId: row.realm_id,
    name: row.name,
    colour: worst([row.proof_status, row.sync_status]),
    provedAt: row.proved_at,
    syncedAt: row.synced_at,
    running: row.running,
    waiting: row.waiting === null || row.run_at === null ? null : { task: row.waiting, until: row.run_at },
    needsPerson: row.needs_person,
    daysLeft: Math.min(tokens.daysLeft ?? Infinity, tokens.hardDaysLeft ?? Infinity),
    isConnected: tokens.isConnected,
  }
}

/** A sync without a proof before it proves nothing. */
function worst([proof, sync]: readonly [Colour | null, Colour | null]): Colour {
  if (proof === null) return 'none'
  return (['red', 'yellow', 'green'] as const).find((colour) => colour === proof || colour === sync) ?? 'none'
}

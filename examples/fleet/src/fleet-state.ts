import type { Pool } from 'pg'
import type { BackfillStore, Database } from 'qbo-backfill'
import type { Work } from './companies.ts'
import type { Config } from './config.ts'
import { companiesQuery, eventsQuery, paceQuery, workersQuery } from './fleet-queries.ts'
import type { Gist } from './gist.ts'
import type { QuickBooks } from './quickbooks.ts'
import { readRefused, type RefusedRecord } from './refused.ts'

/** What a job of a company has found. */
export interface Found {
  readonly jobId: string
  readonly work: Work
  readonly status: 'green' | 'yellow' | 'red'
  readonly at: Date
  /** Null where the report is not there. */
  readonly gist: Gist | null
  /** Somebody has read exactly this before. */
  readonly seen: boolean
  /** How often exactly this was found. */
  readonly times: number
}

/** What is known of a company; what it means is decided by `conditionOf`. */
export interface CompanyFacts {
  readonly realmId: string
  readonly name: string
  readonly isConnected: boolean
  /** Whole days until somebody must connect it again; null where nobody knows. */
  readonly daysLeft: number | null
  /** The newest load or proof of everything. */
  readonly proof: Found | null
  readonly sync: Found | null
  /** The task that runs now, and who runs it. */
  readonly running: { readonly task: string; readonly worker: string } | null
  /** The task that waits, until when, and the error that it waits for. */
  readonly waiting: { readonly task: string; readonly until: Date; readonly error: string | null } | null
  /** The task that stopped until somebody does something, as `CODE: message`. */
  readonly stopped: { readonly task: string; readonly error: string } | null
  /** What QuickBooks has and could not be stored, where something is missing. */
  readonly refused: readonly RefusedRecord[]
  /** Somebody let it go on without what QuickBooks fails to give, which has not come since. */
  readonly isAccepted: boolean
}

export interface Month {
  readonly taken: number
  readonly budget: number
  readonly resetsAt: Date
  /** Calls at the end of the month, as syncs and proofs have gone of late; null while nobody can tell. */
  readonly forecast: number | null
}

/** A process that lives, and the companies that it works on. */
export interface WorkerState {
  readonly name: string
  readonly companies: readonly string[]
}

export interface PastEvent {
  readonly at: Date
  readonly kind: 'connected' | 'retried' | 'accepted' | 'reopened' | 'stopped' | 'lost' | Work
  readonly companies: readonly string[]
  /** The colour of what was found, the code of what stopped, the worker that was lost. */
  readonly detail: string
}

export interface FleetState {
  readonly companies: readonly CompanyFacts[]
  readonly month: Month
  readonly workers: readonly WorkerState[]
  readonly events: readonly PastEvent[]
  readonly readAt: Date
  /** Since when the page runs: at its start nothing else may have. */
  readonly upSeconds: number
}

export interface StateParts {
  readonly config: Config
  readonly pool: Pool
  readonly store: BackfillStore
  readonly quickBooks: QuickBooks
  readonly db: Database
}

type CompanyRow = Omit<CompanyFacts, 'isConnected' | 'daysLeft' | 'refused'>

export async function readFleet({ config, pool, store, quickBooks, db }: StateParts): Promise<FleetState> {
  const { rows } = await pool.query<{ facts: CompanyRow }>(companiesQuery)
  const companies = await Promise.all(
    rows.map(async ({ facts }) => {
      const { isConnected, daysLeft, hardDaysLeft } = await quickBooks.status(facts.realmId)
      const days = Math.min(daysLeft ?? Infinity, hardDaysLeft ?? Infinity)
      const { realmId, proof, sync } = facts
      const isRed = proof?.status === 'red' || sync?.status === 'red'
      const refused = isRed ? await readRefused(db, { ...config, realmId }, proof?.gist ?? null) : []
      return {
        ...withDates(facts),
        isConnected,
        daysLeft: Number.isFinite(days) ? days : null,
        refused,
      }
    }),
  )
  const workers = await pool.query<{ name: string }>(workersQuery)
  const events = await pool.query<PastEvent>(eventsQuery)
  return {
    companies,
    month: await readMonth({ config, pool, store }),
    workers: workers.rows.map(({ name }) => ({
      name,
      companies: companies.filter(({ running }) => running?.worker === name).map((company) => company.name),
    })),
    events: events.rows,
    readAt: new Date(),
    upSeconds: process.uptime(),
  }
}

/** By what syncs and proofs took in the last week: first loads come once, and would alarm whenever somebody connects. */
async function readMonth({
  config,
  pool,
  store,
}: Pick<StateParts, 'config' | 'pool' | 'store'>): Promise<Month> {
  const { taken, resetsAt, resetsInMs } = await store.monthCalls(config.clientId)
  const { rows } = await pool.query<{ calls: number; days: number }>(paceQuery)
  const { calls = 0, days = 0 } = rows[0] ?? {}
  const daysLeft = resetsInMs / 86_400_000
  return {
    taken,
    budget: config.monthlyCallBudget,
    resetsAt: new Date(resetsAt),
    forecast: days < 1 ? null : taken + Math.round((calls / days) * daysLeft),
  }
}

/** JSON has no dates. */
function withDates(facts: CompanyRow): CompanyRow {
  const { proof, sync, waiting } = facts
  return {
    ...facts,
    proof: proof === null ? null : { ...proof, at: new Date(proof.at) },
    sync: sync === null ? null : { ...sync, at: new Date(sync.at) },
    waiting: waiting === null ? null : { ...waiting, until: new Date(waiting.until) },
  }
}

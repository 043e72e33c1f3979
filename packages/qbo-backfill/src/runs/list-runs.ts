import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { databaseOptions, withoutHostPlugins } from '../ledger/database-options.js'
import { pendingStateMigrations } from '../ledger/migrate.js'
import { leaseIsHeld } from '../ledger/lease.js'
import type { RunStatus } from '../ledger/run-state.js'
import { recentRuns } from '../ledger/runs.js'
import { selectSegments } from '../ledger/segments.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import { recordsCounted } from '../store/records-counted.js'
import { validated } from '../validated.js'

/** Whose runs are listed, and how many. */
export interface ListRunsOptions {
  /** The database of the runs. */
  readonly db: Database
  /** The company. */
  readonly realmId: string
  /** How many at most. @defaultValue 10 */
  readonly limit?: number | undefined
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

/** A run and how far it is, as plain JSON. */
export interface RunSummary {
  /** Names it in events, evidence and `verifyEvidence`. */
  readonly runId: string
  /**
   * What became of it: `green`, `yellow`, `red`, `failed` where segments could not be read, or `expired` where it was too old
   * to be resumed. Before that `running`, while a run or a sync of the company is alive, or else `stopped`: the same call
   * resumes it.
   */
  readonly status: RunStatus | 'stopped'
  /** By QuickBooks' own names: `Invoice`. */
  readonly entities: readonly string[]
  /** Start of the range, an instant in UTC. */
  readonly from: string
  /** End of the range, not included. */
  readonly to: string
  /** When it was first begun, an instant in UTC. */
  readonly startedAt: string
  /** Null while it is not finished. */
  readonly finishedAt: string | null
  /** How often it was begun or resumed. */
  readonly attempts: number
  /** Scans that it is divided into. */
  readonly segments: number
  /** Those that are read to their end. */
  readonly segmentsDone: number
  /** Distinct records that were read so far. */
  readonly records: number
}

const optionsSchema = z.strictObject({
  ...databaseOptions,
  realmId: z.string().regex(/^\d+$/u),
  limit: z.int().min(1).max(1000).optional(),
})

/**
 * The newest runs of a company, and how far they are; the newest first. Asks the database alone.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 * @example
 * const [newest] = await listRuns({ db, realmId: '9130350000000001', limit: 1 })
 */
export async function listRuns(options: ListRunsOptions): Promise<readonly RunSummary[]> {
  const {
    realmId,
    limit = 10,
    schema = defaultStateSchema,
  } = validated('the list of runs', optionsSchema, options)
  const db = withoutHostPlugins(options.db)
  if ((await pendingStateMigrations(db, schema)) > 0) return []
  const state = db.withSchema(schema)
  const runs = await recentRuns(state, realmId, limit)
  const isOpen = runs.some(({ status }) => status === 'running')
  const unfinished = isOpen && (await leaseIsHeld(db, schema, realmId)) ? 'running' : 'stopped'
  return Promise.all(
    runs.map(async ({ runId, status, entities, from, to, startedAt, finishedAt = null, attempts }) => {
      const segments = await selectSegments(state, runId)
      return {
        runId,
        status: status === 'running' ? unfinished : status,
        entities,
        from,
        to,
        startedAt,
        finishedAt,
        attempts,
        segments: segments.length,
        segmentsDone: segments.filter((segment) => segment.status === 'done').length,
        records: segments.reduce((sum, segment) => sum + recordsCounted(segment), 0),
      }
    }),
  )
}

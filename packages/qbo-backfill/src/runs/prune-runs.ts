import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { databaseOptions, withoutHostPlugins } from '../ledger/database-options.js'
import { pendingStateMigrations } from '../ledger/migrate.js'
import { pruneRuns as forget } from '../ledger/prune-runs.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import { validated } from '../validated.js'

/** Whose finished runs are forgotten, and how many stay. */
export interface PruneRunsOptions {
  /** The database of the runs. */
  readonly db: Database
  /** The company. */
  readonly realmId: string
  /** How many finished runs stay, the newest. */
  readonly keep: number
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

const optionsSchema = z.strictObject({
  ...databaseOptions,
  realmId: z.string().regex(/^\d+$/u),
  keep: z.int().min(0),
})

/** What became of the finished runs. */
export interface PrunedRuns {
  /** Runs that are forgotten. */
  readonly removed: number
  /** Runs that are left. */
  readonly kept: number
}

/**
 * Forgets the finished runs of a company but the newest `keep`, and the newest of each request, which `verifyBackfill` and
 * `syncChanges` go by. Runs that are not finished stay, and so do all rows of the raw tables.
 *
 * @returns How many runs are gone, and how many are left.
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 * @example
 * const { removed } = await pruneRuns({ db, realmId: '9130350000000001', keep: 20 })
 */
export async function pruneRuns(options: PruneRunsOptions): Promise<PrunedRuns> {
  const {
    realmId,
    keep,
    schema = defaultStateSchema,
  } = validated('the prune of runs', optionsSchema, options)
  const db = withoutHostPlugins(options.db)
  if ((await pendingStateMigrations(db, schema)) > 0) return { removed: 0, kept: 0 }
  return forget(db, schema, realmId, keep)
}

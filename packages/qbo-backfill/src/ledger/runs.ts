import { sql, type Kysely, type UpdateObject } from 'kysely'
import { z } from 'zod'
import { windowSizes } from '../plan/civil-date.js'
import { instantText } from '../database/instant-text.js'
import { entityName } from '../database/entity-name.js'
import { readRows } from '../database/read-rows.js'
import { runKeyOf, type RunIdentity } from './run-key.js'
import {
  runStatuses,
  statusesBefore,
  unfinishedStatuses,
  type RunStatus,
  type EntityTotals,
  type RunVerdict,
} from './run-state.js'
import type { StateDatabase } from './tables.js'
import { jsonb, typed } from '../database/typed-parameter.js'
import type { Check } from '../verdict/check.js'
import type { PlannedSegment } from '../plan/segment.js'
import type { Window } from '../plan/window.js'
import type { WindowResult } from './windows.js'
import type { WitnessMonth } from '../verdict/witness.js'

export async function insertRun(
  db: Kysely<StateDatabase>,
  rawSchema: string,
  run: NewRun['run'],
): Promise<void> {
  await db
    .insertInto('runs')
    .values({
      run_id: run.runId,
      run_key: runKeyOf({ ...run, rawSchema }),
      environment: run.environment,
      realm_id: run.realmId,
      client_id: run.clientId,
      entities: jsonb(run.entities),
      range_from_utc: typed(run.from, 'timestamptz'),
      range_to_utc: typed(run.to, 'timestamptz'),
      time_zone: run.timeZone,
      window_size: run.windowSize ?? null,
      raw_schema: rawSchema,
      settled_before_utc: typed(run.settledBefore, 'timestamptz'),
      status: 'running',
      notices: jsonb(run.notices),
      totals: jsonb(run.totals),
      report: null,
      finished_at_utc: null,
    })
    .execute()
}

export async function unfinishedRuns(
  db: Kysely<StateDatabase>,
  realmId: string,
): Promise<readonly StoredRun[]> {
  return selectRuns(db, (query) =>
    query.where('realm_id', '=', realmId).where('status', 'in', unfinishedStatuses),
  )
}

/** Runs of the realm into these tables that came to a good end, the one that was started last first. */
export async function finishedRuns(
  db: Kysely<StateDatabase>,
  realmId: string,
  rawSchema: string,
): Promise<readonly StoredRun[]> {
  const runs = await selectRuns(db, (query) =>
    query
      .where('realm_id', '=', realmId)
      .where('raw_schema', '=', rawSchema)
      .where('status', 'in', ['green', 'yellow']),
  )
  // A run vouches for nothing that it left out.
  return runs.map((run) => ({
    ...run,
    entities: run.entities.filter((entity) => run.totals[entity]?.leftOut === undefined),
  }))
}

/** The newest runs of the realm, at most `limit`. */
export async function recentRuns(
  db: Kysely<StateDatabase>,
  realmId: string,
  limit: number,
): Promise<readonly StoredRun[]> {
  return selectRuns(db, (query) =>
    query.where('realm_id', '=', realmId).limit(typed<bigint>(limit, 'bigint')),
  )
}

export async function reopenRun(db: Kysely<StateDatabase>, runId: string): Promise<void> {
  await moveRun(db, runId, 'running', { attempts: sql<number>`attempts + 1`, finished_at_utc: null })
}

export async function expireRun(db: Kysely<StateDatabase>, runId: string): Promise<void> {
  await moveRun(db, runId, 'expired', { finished_at_utc: sql<string>`pg_catalog.now()` })
}

export async function closeRun(db: Kysely<StateDatabase>, outcome: RunOutcome): Promise<void> {
  const { runId, status, report } = outcome
  await moveRun(db, runId, status, { finished_at_utc: sql<string>`pg_catalog.now()`, report: jsonb(report) })
}

async function moveRun(
  db: Kysely<StateDatabase>,
  runId: string,
  status: RunStatus,
  more: UpdateObject<StateDatabase, 'runs'>,
): Promise<void> {
  const moved = await db
    .updateTable('runs')
    .set({ ...more, status })
    .where('run_id', '=', runId)
    .where('status', 'in', statusesBefore(status))
    .returning('run_id')
    .executeTakeFirst()
  if (moved === undefined)
    throw new Error(`Run ${runId} cannot become ${status} from the state that it is in.`)
}

type RunQuery = ReturnType<typeof runQuery>

async function selectRuns(
  db: Kysely<StateDatabase>,
  narrow: (query: RunQuery) => RunQuery,
): Promise<readonly StoredRun[]> {
  const rows = await readRows(db, 'the runs', runRow, narrow(runQuery(db)).orderBy('started_at_utc', 'desc'))
  return rows.map((row) => ({
    runId: row.run_id,
    environment: row.environment,
    realmId: row.realm_id,
    clientId: row.client_id,
    entities: row.entities,
    from: row.range_from,
    to: row.range_to,
    timeZone: row.time_zone,
    windowSize: row.window_size ?? undefined,
    rawSchema: row.raw_schema,
    settledBefore: row.settled_before,
    status: row.status,
    notices: row.notices,
    totals: row.totals,
    attempts: row.attempts,
    startedAt: row.started_at,
    finishedAt: row.finished_at ?? undefined,
  }))
}

/** Strict: a part that is not known here would be dropped without a word, and it may be why an entity is not green. */
export const entityTotals: z.ZodType<Readonly<Record<string, EntityTotals>>> = z.record(
  z.string(),
  z.strictObject({
    expected: z.int(),
    totalAtSource: z.int(),
    createdBefore: z.int().optional(),
    allIn: z.enum(['created']).optional(),
    leftOut: z
      .strictObject({ code: z.string(), nothingThere: z.enum(['right', 'wrong', 'unknown']) })
      .optional(),
  }),
)

const runRow = z.object({
  run_id: z.string(),
  environment: z.enum(['production', 'sandbox']),
  realm_id: z.string(),
  client_id: z.string(),
  // A run without an entity proves nothing, so there is none.
  entities: z.array(entityName).min(1),
  time_zone: z.string(),
  window_size: z.enum(windowSizes).nullable(),
  raw_schema: z.string(),
  status: z.enum(runStatuses),
  notices: z.array(z.string()),
  totals: entityTotals,
  attempts: z.int(),
  range_from: z.string(),
  range_to: z.string(),
  settled_before: z.string(),
  started_at: z.string(),
  finished_at: z.string().nullable(),
})

function runQuery(db: Kysely<StateDatabase>) {
  return db
    .selectFrom('runs')
    .select([
      'run_id',
      'environment',
      'realm_id',
      'client_id',
      'entities',
      'time_zone',
      'window_size',
      'raw_schema',
      'status',
      'notices',
      'totals',
      'attempts',
      instantText('range_from_utc').as('range_from'),
      instantText('range_to_utc').as('range_to'),
      instantText('settled_before_utc').as('settled_before'),
      instantText('started_at_utc').as('started_at'),
      sql<string | null>`${instantText('finished_at_utc')}`.as('finished_at'),
    ])
}

export interface StoredRun extends RunIdentity {
  readonly runId: string
  readonly rawSchema: string
  readonly clientId: string
  readonly settledBefore: string
  readonly status: RunStatus
  readonly notices: readonly string[]
  readonly totals: Readonly<Record<string, EntityTotals>>
  readonly attempts: number
  readonly startedAt: string
  readonly finishedAt: string | undefined
}

export interface NewRun {
  readonly run: Omit<StoredRun, 'status' | 'attempts' | 'startedAt' | 'finishedAt' | 'rawSchema'>
  readonly segments: readonly PlannedSegment[]
  readonly windows: ReadonlyMap<string, readonly Window[]>
}

export interface RunOutcome {
  readonly runId: string
  readonly status: RunVerdict
  readonly windows: readonly WindowResult[]
  readonly checks: readonly Check[]
  /** What QuickBooks' own reports list, by month; of entities that were witnessed. */
  readonly witness: readonly WitnessMonth[]
  readonly report: unknown
}

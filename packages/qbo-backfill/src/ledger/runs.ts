import { sql, type Kysely, type UpdateObject } from 'kysely'
import type { WindowSize } from '../plan/civil-date.js'
import type { NewRun, RunOutcome, StoredRun } from '../store/store.js'
import { instantText } from './instant-text.js'
import { runKeyOf } from './run-key.js'
import { statusesBefore, unfinishedStatuses, type RunStatus } from './run-state.js'
import type { StateDatabase } from './tables.js'

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
      entities: JSON.stringify(run.entities),
      range_from_utc: run.from,
      range_to_utc: run.to,
      time_zone: run.timeZone,
      window_size: run.windowSize ?? null,
      raw_schema: rawSchema,
      settled_before_utc: run.settledBefore,
      status: 'running',
      notices: JSON.stringify(run.notices),
      totals: JSON.stringify(run.totals),
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
  return selectRuns(db, (query) =>
    query
      .where('realm_id', '=', realmId)
      .where('raw_schema', '=', rawSchema)
      .where('status', 'in', ['green', 'yellow']),
  )
}

/** The newest runs of the realm, at most `limit`. */
export async function recentRuns(
  db: Kysely<StateDatabase>,
  realmId: string,
  limit: number,
): Promise<readonly StoredRun[]> {
  return selectRuns(db, (query) => query.where('realm_id', '=', realmId).limit(limit))
}

export async function reopenRun(db: Kysely<StateDatabase>, runId: string): Promise<void> {
  await moveRun(db, runId, 'running', { attempts: sql<number>`attempts + 1`, finished_at_utc: null })
}

export async function expireRun(db: Kysely<StateDatabase>, runId: string): Promise<void> {
  await moveRun(db, runId, 'expired', { finished_at_utc: sql<string>`now()` })
}

export async function closeRun(db: Kysely<StateDatabase>, outcome: RunOutcome): Promise<void> {
  const { runId, status, report } = outcome
  await moveRun(db, runId, status, { finished_at_utc: sql<string>`now()`, report: JSON.stringify(report) })
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
  const rows = await narrow(runQuery(db)).orderBy('started_at_utc', 'desc').execute()
  return rows.map((row) => ({
    runId: row.run_id,
    environment: row.environment,
    realmId: row.realm_id,
    clientId: row.client_id,
    entities: row.entities,
    from: row.range_from,
    to: row.range_to,
    timeZone: row.time_zone,
    windowSize: (row.window_size ?? undefined) as WindowSize | undefined,
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

import { sql, type Kysely } from 'kysely'
import type { Check } from '../checks/check.js'
import { selectChecks } from '../ledger/checks.js'
import { dateText, instantText } from '../ledger/instant-text.js'
import { selectSegments } from '../ledger/segments.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import type { StateDatabase } from '../ledger/tables.js'
import type { EntityTotals, StoredSegment } from '../store/store.js'
import type { ActivitySecond } from './activity.js'
import type { BackfillReport } from './report.js'

/** A window with what the table holds in it. */
export interface WindowEvidence {
  readonly entity: string
  readonly start: string
  readonly end: string
  readonly firstDate: string
  readonly endDate: string
  /** Null unless it was counted at the source. */
  readonly expected: number | null
  readonly loaded: number | null
  readonly status: string | null
}

/** All that the ledger knows of a run, for the archive. */
export interface Evidence {
  readonly report: BackfillReport
  readonly startedAt: string
  readonly finishedAt: string | undefined
  /** How often the run was started: once, and once for each time that it was resumed. */
  readonly attempts: number
  /** What was counted when the run was planned, by entity. */
  readonly totals: Readonly<Record<string, EntityTotals>>
  readonly windows: readonly WindowEvidence[]
  readonly segments: readonly StoredSegment[]
  readonly checks: readonly Check[]
  readonly failures: readonly { readonly code: string; readonly count: number }[]
  readonly activity: readonly ActivitySecond[]
}

export async function readEvidence(
  db: Kysely<StateDatabase>,
  report: BackfillReport,
  schema: string = defaultStateSchema,
): Promise<Evidence> {
  const state = db.withSchema(schema)
  return {
    report,
    ...(await readTimes(state, report.runId)),
    windows: await readWindows(state, report.runId),
    segments: await selectSegments(state, report.runId),
    checks: await selectChecks(state, report.runId),
    failures: await readFailures(state, report.runId),
    activity: await readActivity(state, report.runId),
  }
}

async function readTimes(
  state: Kysely<StateDatabase>,
  runId: string,
): Promise<Pick<Evidence, 'startedAt' | 'finishedAt' | 'attempts' | 'totals'>> {
  const run = await state
    .selectFrom('runs')
    .select([
      'attempts',
      'totals',
      instantText('started_at_utc').as('startedAt'),
      sql<string | null>`${instantText('finished_at_utc')}`.as('finishedAt'),
    ])
    .where('run_id', '=', runId)
    .executeTakeFirstOrThrow()
  return { ...run, finishedAt: run.finishedAt ?? undefined }
}

async function readWindows(state: Kysely<StateDatabase>, runId: string): Promise<readonly WindowEvidence[]> {
  return state
    .selectFrom('windows')
    .select([
      'entity',
      instantText('window_start_utc').as('start'),
      instantText('window_end_utc').as('end'),
      dateText('first_date').as('firstDate'),
      dateText('end_date').as('endDate'),
      'expected',
      'loaded',
      'status',
    ])
    .where('run_id', '=', runId)
    .orderBy('entity')
    .orderBy('number')
    .execute()
}

async function readFailures(state: Kysely<StateDatabase>, runId: string): Promise<Evidence['failures']> {
  return state
    .selectFrom('request_failures')
    .select(['code', sql<number>`count(*)::int`.as('count')])
    .where('run_id', '=', runId)
    .groupBy('code')
    .orderBy('code')
    .execute()
}

/** Pages by the time of their commit, failures by their own; by the second, since a long run has many. */
async function readActivity(state: Kysely<StateDatabase>, runId: string): Promise<readonly ActivitySecond[]> {
  const pages = state
    .selectFrom('pages')
    .select([
      instantText('committed_at_utc').as('at'),
      sql<number>`1`.as('page'),
      sql<number>`0`.as('failure'),
    ])
    .where('run_id', '=', runId)
  const failures = state
    .selectFrom('request_failures')
    .select([instantText('at_utc').as('at'), sql<number>`0`.as('page'), sql<number>`1`.as('failure')])
    .where('run_id', '=', runId)
  return state
    .selectFrom(pages.unionAll(failures).as('event'))
    .select(['at', sql<number>`sum(page)::int`.as('pages'), sql<number>`sum(failure)::int`.as('failures')])
    .groupBy('at')
    .orderBy('at')
    .execute()
}

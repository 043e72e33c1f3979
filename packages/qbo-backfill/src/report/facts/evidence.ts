import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { refused } from '../../errors.js'
import type { WitnessMonth } from '../../verdict/witness.js'
import type { Check } from '../../verdict/check.js'
import { selectChecks } from '../../ledger/checks.js'
import { dateText, instantText } from '../../database/instant-text.js'
import { readRows } from '../../database/read-rows.js'
import { entityTotals } from '../../ledger/runs.js'
import { selectSegments, type StoredSegment } from '../../ledger/segments.js'
import { selectWitnessMonths } from '../../ledger/witness-months.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import type { StateDatabase } from '../../ledger/tables.js'
import { namedRows, type NamedRows } from './named-rows.js'
import { reportedRejects, type ReportedReject } from './reported-rejects.js'
import { runBefore, type RunBefore } from './run-before.js'
import type { ActivitySecond } from './activity.js'
import type { BackfillReport } from '../../verdict/report.js'
import type { EntityTotals } from '../../ledger/run-state.js'

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
  /** Where its rows are. */
  readonly rawSchema: string
  /** How often the run was started: once, and once for each time that it was resumed. */
  readonly attempts: number
  /** What was counted when the run was planned, by entity. */
  readonly totals: Readonly<Record<string, EntityTotals>>
  readonly windows: readonly WindowEvidence[]
  readonly segments: readonly StoredSegment[]
  readonly checks: readonly Check[]
  /** What QuickBooks' own reports list, by month and type, beside the table. */
  readonly witness: readonly WitnessMonth[]
  /** Rows that checks name by Id, as a person knows them. */
  readonly named: NamedRows
  readonly rejects: readonly ReportedReject[]
  readonly before: RunBefore | undefined
  readonly failures: readonly { readonly code: string; readonly count: number }[]
  readonly activity: readonly ActivitySecond[]
}

export async function readEvidence(
  db: Kysely<StateDatabase>,
  report: BackfillReport,
  schema: string = defaultStateSchema,
): Promise<Evidence> {
  const state = db.withSchema(schema)
  const times = await readTimes(state, report.runId)
  const checks = await selectChecks(state, report.runId)
  const tables = { rawSchema: times.rawSchema, realmId: report.realmId }
  const entities = report.entities.map(({ entity }) => entity)
  return {
    report,
    ...times,
    windows: await readWindows(state, report.runId),
    segments: await selectSegments(state, report.runId),
    checks,
    witness: await selectWitnessMonths(state, report.runId),
    named: await namedRows(db, tables, checks),
    rejects: await reportedRejects(db, tables, entities),
    before: await runBefore(state, report),
    failures: await readFailures(state, report.runId),
    activity: await readActivity(state, report.runId),
  }
}

const timesRow = z.object({
  rawSchema: z.string(),
  attempts: z.int(),
  totals: entityTotals,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
})

async function readTimes(
  state: Kysely<StateDatabase>,
  runId: string,
): Promise<Pick<Evidence, 'startedAt' | 'finishedAt' | 'rawSchema' | 'attempts' | 'totals'>> {
  const asked = state
    .selectFrom('runs')
    .select([
      'raw_schema as rawSchema',
      'attempts',
      'totals',
      instantText('started_at_utc').as('startedAt'),
      sql<string | null>`${instantText('finished_at_utc')}`.as('finishedAt'),
    ])
    .where('run_id', '=', runId)
  const [run] = await readRows(state, 'the times of a run', timesRow, asked)
  if (run === undefined)
    throw refused([
      {
        path: 'report',
        en: `The report is of run ${runId}, which this database does not hold.`,
        es: `El informe es de la corrida ${runId}, que no está en esta base de datos.`,
      },
    ])
  return { ...run, finishedAt: run.finishedAt ?? undefined }
}

const windowRow = z.object({
  entity: z.string(),
  start: z.string(),
  end: z.string(),
  firstDate: z.string(),
  endDate: z.string(),
  expected: z.int().nullable(),
  loaded: z.int().nullable(),
  status: z.string().nullable(),
})

async function readWindows(state: Kysely<StateDatabase>, runId: string): Promise<readonly WindowEvidence[]> {
  const asked = state
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
  return readRows(state, 'the windows of a run', windowRow, asked)
}

async function readFailures(state: Kysely<StateDatabase>, runId: string): Promise<Evidence['failures']> {
  const asked = state
    .selectFrom('request_failures')
    .select(['code', sql<number>`pg_catalog.count(*)`.as('count')])
    .where('run_id', '=', runId)
    .groupBy('code')
    .orderBy('code')
  return readRows(state, 'the failures of a run', z.object({ code: z.string(), count: z.int() }), asked)
}

const activityRow = z.object({ at: z.string(), pages: z.int(), failures: z.int() })

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
  const asked = state
    .selectFrom(pages.unionAll(failures).as('event'))
    .select([
      'at',
      sql<number>`pg_catalog.sum(page)`.as('pages'),
      sql<number>`pg_catalog.sum(failure)`.as('failures'),
    ])
    .groupBy('at')
    .orderBy('at')
  return readRows(state, 'the activity of a run', activityRow, asked)
}

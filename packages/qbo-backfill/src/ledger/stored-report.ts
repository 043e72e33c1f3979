import { sql, type Kysely, type OperationNodeSource } from 'kysely'
import { z } from 'zod'
import type { BackfillReport } from '../verdict/report.js'
import { readRows } from '../database/read-rows.js'
import { runStatuses, runVerdicts, type RunStatus } from './run-state.js'
import type { StateDatabase } from './tables.js'
import { colours } from '../verdict/colour.js'

/** A run as its report is looked for. */
export interface ReportedRun {
  readonly runId: string
  readonly status: RunStatus
  /** As it was when the run was finished last; null before that. */
  readonly report: BackfillReport | null
}

export function isFinished(run: ReportedRun): run is ReportedRun & { readonly report: BackfillReport } {
  return runVerdicts.some((verdict) => verdict === run.status) && run.report !== null
}

/** The newest run of the realm that came to its end. */
export async function newestReport(
  db: Kysely<StateDatabase>,
  realmId: string,
): Promise<ReportedRun | undefined> {
  const asked = db
    .selectFrom('runs')
    .select(['run_id', 'status', 'report'])
    .where('realm_id', '=', realmId)
    .where('status', 'in', runVerdicts)
    .where('report', 'is not', null)
    .orderBy('started_at_utc', 'desc')
    .limit(1)
  const [row] = await readReports(db, asked)
  return row
}

/** Runs whose id begins with this text, two at most: enough to see that it is not one. */
export async function reportsById(
  db: Kysely<StateDatabase>,
  prefix: string,
): Promise<readonly ReportedRun[]> {
  const asked = db
    .selectFrom('runs')
    .select(['run_id', 'status', 'report'])
    .where(sql<boolean>`pg_catalog.starts_with(run_id, ${prefix}::text)`)
    .orderBy('run_id')
    .limit(2)
  return readReports(db, asked)
}

const reportRow = z.object({
  run_id: z.string(),
  status: z.enum(runStatuses),
  // Written whole by the run, and shown as it is: what tells it from something else is enough.
  report: z
    .looseObject({
      runId: z.string(),
      status: z.enum(colours),
      entities: z.array(z.looseObject({ entity: z.string() })),
    })
    .nullable(),
})

async function readReports(
  db: Kysely<StateDatabase>,
  asked: OperationNodeSource,
): Promise<readonly ReportedRun[]> {
  const rows = await readRows(db, 'the report of a run', reportRow, asked)
  return rows.map(({ run_id, status, report }) => ({
    runId: run_id,
    status,
    report: report as BackfillReport | null,
  }))
}

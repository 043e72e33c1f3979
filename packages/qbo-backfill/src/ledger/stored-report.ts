import type { Kysely } from 'kysely'
import type { BackfillReport } from '../report/report.js'
import { runVerdicts, type RunStatus } from './run-state.js'
import type { StateDatabase } from './tables.js'

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
  const row = await db
    .selectFrom('runs')
    .select(['run_id', 'status', 'report'])
    .where('realm_id', '=', realmId)
    .where('status', 'in', runVerdicts)
    .where('report', 'is not', null)
    .orderBy('started_at_utc', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && reported(row)
}

/** Runs whose id begins with this text, two at most: enough to see that it is not one. */
export async function reportsById(
  db: Kysely<StateDatabase>,
  prefix: string,
): Promise<readonly ReportedRun[]> {
  const rows = await db
    .selectFrom('runs')
    .select(['run_id', 'status', 'report'])
    .where((expression) =>
      expression(expression.fn('starts_with', ['run_id', expression.val(prefix)]), '=', true),
    )
    .orderBy('run_id')
    .limit(2)
    .execute()
  return rows.map(reported)
}

function reported(row: { run_id: string; status: RunStatus; report: unknown }): ReportedRun {
  return { runId: row.run_id, status: row.status, report: row.report as BackfillReport | null }
}

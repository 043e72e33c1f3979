import { sql, type Kysely } from 'kysely'
import type { Check } from '../checks/check.js'
import { selectChecks } from '../ledger/checks.js'
import { instantText } from '../ledger/instant-text.js'
import { selectSegments } from '../ledger/segments.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import type { StateDatabase } from '../ledger/tables.js'
import type { StoredSegment } from '../store/store.js'
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
  readonly windows: readonly WindowEvidence[]
  readonly segments: readonly StoredSegment[]
  readonly checks: readonly Check[]
  readonly failures: readonly { readonly code: string; readonly count: number }[]
}

export async function readEvidence(
  db: Kysely<StateDatabase>,
  report: BackfillReport,
  schema: string = defaultStateSchema,
): Promise<Evidence> {
  const state = db.withSchema(schema)
  const windows = await state
    .selectFrom('windows')
    .select([
      'entity',
      instantText('window_start_utc').as('start'),
      instantText('window_end_utc').as('end'),
      sql<string>`first_date::text`.as('firstDate'),
      sql<string>`end_date::text`.as('endDate'),
      'expected',
      'loaded',
      'status',
    ])
    .where('run_id', '=', report.runId)
    .orderBy('entity')
    .orderBy('number')
    .execute()
  const failures = await state
    .selectFrom('request_failures')
    .select(['code', sql<number>`count(*)::int`.as('count')])
    .where('run_id', '=', report.runId)
    .groupBy('code')
    .orderBy('code')
    .execute()
  return {
    report,
    windows,
    segments: await selectSegments(state, report.runId),
    checks: await selectChecks(state, report.runId),
    failures,
  }
}

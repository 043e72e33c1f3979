import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { instantText } from '../../database/instant-text.js'
import { readRows } from '../../database/read-rows.js'
import { typed } from '../../database/typed-parameter.js'
import { runStatuses, type RunStatus } from '../../ledger/run-state.js'
import type { StateDatabase } from '../../ledger/tables.js'

/** A run as a list of all of them shows it. */
export interface ListedRun {
  readonly runId: string
  readonly status: RunStatus
  readonly environment: string
  readonly entities: readonly string[]
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly startedAt: string
  /** Undefined until it is finished, and where it says nothing of this. */
  readonly companyName: string | undefined
  readonly apiCalls: number | undefined
  readonly findings: number | undefined
}

const rowShape = z.object({
  runId: z.string(),
  status: z.enum(runStatuses),
  environment: z.string(),
  entities: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  startedAt: z.string(),
  report: z
    .looseObject({
      companyName: z.string().optional(),
      apiCalls: z.number(),
      entities: z.array(z.looseObject({ findings: z.array(z.string()) })),
    })
    .nullable(),
})

/** All runs of a company that the ledger knows, the newest first. */
export async function listedRuns(
  state: Kysely<StateDatabase>,
  realmId: string,
): Promise<readonly ListedRun[]> {
  const asked = state
    .selectFrom('runs')
    .select([
      'run_id as runId',
      'status',
      'environment',
      'entities',
      instantText('range_from_utc').as('from'),
      instantText('range_to_utc').as('to'),
      'time_zone as timeZone',
      instantText('started_at_utc').as('startedAt'),
      'report',
    ])
    .where('realm_id', '=', typed(realmId, 'text'))
    .orderBy(sql`started_at_utc`, 'desc')
    .orderBy('run_id')
  const rows = await readRows(state, 'the runs', rowShape, asked)
  return rows.map(({ report, ...run }) => ({
    ...run,
    companyName: report?.companyName,
    apiCalls: report?.apiCalls,
    findings: report?.entities.reduce((sum, { findings }) => sum + findings.length, 0),
  }))
}

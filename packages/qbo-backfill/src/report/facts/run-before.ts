import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { instantText } from '../../database/instant-text.js'
import { readRows } from '../../database/read-rows.js'
import { jsonb, typed } from '../../database/typed-parameter.js'
import { runVerdicts } from '../../ledger/run-state.js'
import type { StateDatabase } from '../../ledger/tables.js'
import type { BackfillReport } from '../../verdict/report.js'

/** The run that was finished before this one, of the same company, tables and entities. */
export interface RunBefore {
  readonly runId: string
  readonly finishedAt: string
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly status: string
  readonly entities: readonly {
    readonly entity: string
    readonly status: string
    readonly expected: number | null
    readonly loaded: number | null
  }[]
  /** Its checks that were not green. */
  readonly findings: readonly { readonly entity: string; readonly name: string; readonly status: string }[]
}

const reportShape = z.looseObject({
  from: z.string(),
  to: z.string(),
  timeZone: z.string(),
  status: z.string(),
  entities: z.array(
    z.looseObject({
      entity: z.string(),
      status: z.string(),
      expected: z.number().nullable(),
      loaded: z.number().nullable(),
    }),
  ),
})

const rowShape = z.object({
  runId: z.string(),
  finishedAt: z.string(),
  report: reportShape,
  findings: z.array(z.object({ entity: z.string(), name: z.string(), status: z.string() })),
})

export async function runBefore(
  state: Kysely<StateDatabase>,
  report: BackfillReport,
): Promise<RunBefore | undefined> {
  const entities = [...report.entities, ...(report.leftOut ?? [])].map(({ entity }) => entity)
  const asked = state
    .selectFrom('runs as earlier')
    .innerJoin('runs as this', (join) =>
      join
        .onRef('earlier.realm_id', '=', 'this.realm_id')
        .onRef('earlier.environment', '=', 'this.environment')
        .onRef('earlier.raw_schema', '=', 'this.raw_schema')
        .onRef('earlier.started_at_utc', '<', 'this.started_at_utc'),
    )
    .select([
      'earlier.run_id as runId',
      instantText('earlier.finished_at_utc').as('finishedAt'),
      'earlier.report',
      (query) =>
        query
          .selectFrom('checks')
          .select(
            sql<object>`coalesce(pg_catalog.json_agg(pg_catalog.json_build_object('entity', entity, 'name', name, 'status', status) ORDER BY entity, name), '[]')`.as(
              'listed',
            ),
          )
          .whereRef('checks.run_id', '=', 'earlier.run_id')
          .where('checks.status', '<>', 'green')
          .as('findings'),
    ])
    .where('this.run_id', '=', typed(report.runId, 'text'))
    .where('earlier.status', 'in', runVerdicts)
    .where('earlier.report', 'is not', null)
    .where('earlier.finished_at_utc', 'is not', null)
    .where(sql<boolean>`earlier.entities @> ${jsonb(entities)} AND earlier.entities <@ ${jsonb(entities)}`)
    .orderBy('earlier.started_at_utc', 'desc')
    .limit(1)
  const [row] = await readRows(state, 'the run before', rowShape, asked)
  if (row === undefined) return undefined
  const { runId, finishedAt, findings } = row
  const { from, to, timeZone, status } = row.report
  return {
    runId,
    finishedAt,
    from,
    to,
    timeZone,
    status,
    entities: row.report.entities.map(({ entity, status: colour, expected, loaded }) => ({
      entity,
      status: colour,
      expected,
      loaded,
    })),
    findings,
  }
}

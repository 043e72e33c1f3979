import { sql, type Kysely } from 'kysely'
import { createRawSink } from 'qbo-raw-sink'
import { z } from 'zod'
import { refused } from '../../errors.js'
import { readRows } from '../../database/read-rows.js'
import { typed } from '../../database/typed-parameter.js'
import { runVerdicts } from '../../ledger/run-state.js'
import { defaultStateSchema } from '../../ledger/state-schema.js'
import type { StateDatabase } from '../../ledger/tables.js'
import type { SyncReport } from '../../verdict/sync-report.js'
import type { VerifyReport } from '../../verdict/verify-report.js'
import type { FindingSource } from './findings.js'
import { namedRows } from './named-rows.js'
import { reportedRejects } from './reported-rejects.js'

/** What a verification or a sync has found, with what the ledger and the tables know of it. */
export interface Aftercare<Report extends VerifyReport | SyncReport> extends FindingSource {
  readonly report: Report
  /** Undefined where no run has learned it. */
  readonly companyName: string | undefined
  /** Of the company's days, as its newest run has them. */
  readonly timeZone: string
}

export async function readAftercare<Report extends VerifyReport | SyncReport>(
  db: Kysely<StateDatabase>,
  report: Report,
  schema: string = defaultStateSchema,
): Promise<Aftercare<Report>> {
  const { companyName, timeZone, rawSchema } = await readRun(db.withSchema(schema), report.realmId)
  const checks = report.entities.flatMap((entity) => entity.checks)
  const entities = report.entities.map(({ entity }) => entity)
  const tables = { rawSchema, realmId: report.realmId }
  const isThere =
    (await createRawSink({ db, schema: rawSchema }).pendingMigrations({ entities })).length === 0
  return {
    report,
    companyName,
    timeZone,
    checks,
    named: isThere ? await namedRows(db, tables, checks) : {},
    rejects: await reportedRejects(db, tables, entities),
  }
}

type Known = Pick<Aftercare<SyncReport>, 'companyName' | 'timeZone'> & { readonly rawSchema: string }

const rowShape = z.object({
  rawSchema: z.string(),
  timeZone: z.string(),
  companyName: z.string().nullable(),
})

/** What the newest finished run of the company knows. */
async function readRun(state: Kysely<StateDatabase>, realmId: string): Promise<Known> {
  const asked = state
    .selectFrom('runs')
    .select([
      'raw_schema as rawSchema',
      'time_zone as timeZone',
      sql<string | null>`report->>'companyName'::text`.as('companyName'),
    ])
    .where('realm_id', '=', typed(realmId, 'text'))
    .where('status', 'in', runVerdicts)
    .orderBy('started_at_utc', 'desc')
    .limit(1)
  const [run] = await readRows(state, 'the newest run', rowShape, asked)
  if (run === undefined)
    throw refused([
      {
        path: 'report',
        en: `The report is of company ${realmId}, and this database holds no finished run of it.`,
        es: `El informe es de la empresa ${realmId}, y en esta base de datos no hay ninguna corrida terminada de ella.`,
      },
    ])
  return { ...run, companyName: run.companyName ?? undefined }
}

import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import { answer, answers, asJson, instant, parameter, type Database } from '../database.js'
import { rejectsTable } from '../migrate/migration.js'
import { allOf } from '../read/row-set.js'
import type { Reject } from './reject.js'

/** Which rejects to list. */
export interface RejectQuery {
  /** The company: digits. */
  readonly realmId: string
  /** QuickBooks' own name. @defaultValue every entity */
  readonly entity?: string | undefined
  /** The run that saw the record last. */
  readonly runId?: string | undefined
  /** An instant of the database's clock: only those that were met then or later. */
  readonly seenSince?: string | undefined
  /** Only those that no later version of the record has replaced. @defaultValue false */
  readonly unresolvedOnly?: boolean | undefined
}

/** How many rejects there are, by what became of them. */
export interface RejectCounts {
  /** Stored with replaced characters. */
  readonly saved: number
  /** Not stored, and nobody has said that this is all right. */
  readonly open: number
  /** Not stored, and acknowledged by a person. */
  readonly acknowledged: number
}

/** Times leave the database as text, in UTC: a driver's Date would lose the microseconds. */
const iso = (column: string): ReturnType<typeof sql<string>> =>
  sql<string>`pg_catalog.to_char(${sql.id(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const rejectShape: z.ZodType<Reject> = z.object({
  rejectId: z.string(),
  realmId: z.string(),
  entity: z.string(),
  recordId: z.string().nullable(),
  saved: z.boolean(),
  reason: z.string(),
  message: z.string(),
  original: z.string().nullable(),
  detail: z.unknown(),
  runId: z.string(),
  firstSeen: z.string(),
  lastSeen: z.string(),
  acknowledgedAt: z.string().nullable(),
  resolvedAt: z.string().nullable(),
})

export async function listRejects(
  db: Database,
  schema: string,
  query: RejectQuery,
): Promise<readonly Reject[]> {
  const statement = sql`
SELECT reject_id::text AS "rejectId", realm_id AS "realmId", entity, record_id AS "recordId", saved, reason,
       message, original, detail, run_id AS "runId", ${iso('first_seen')} AS "firstSeen",
       ${iso('last_seen')} AS "lastSeen", ${iso('acknowledged_at')} AS "acknowledgedAt",
       ${iso('resolved_at')} AS "resolvedAt"
FROM ${sql.id(schema, rejectsTable)}
WHERE ${matching(query)}
ORDER BY reject_id`
  return answers(db, asJson(statement), rejectShape, 'list the rejects')
}

export async function countRejects(db: Database, schema: string, query: RejectQuery): Promise<RejectCounts> {
  const statement = sql`
SELECT pg_catalog.count(*) FILTER (WHERE saved) AS saved,
       pg_catalog.count(*) FILTER (WHERE NOT saved AND acknowledged_at IS NULL) AS open,
       pg_catalog.count(*) FILTER (WHERE NOT saved AND acknowledged_at IS NOT NULL) AS acknowledged
FROM ${sql.id(schema, rejectsTable)}
WHERE ${matching(query)}`
  const shape = z.object({ saved: z.int(), open: z.int(), acknowledged: z.int() })
  return answer(db, asJson(statement), shape, 'count the rejects')
}

function matching({ realmId, entity, runId, seenSince, unresolvedOnly }: RejectQuery): RawBuilder<boolean> {
  return allOf([
    sql`realm_id = ${parameter(realmId, 'text')}`,
    ...(entity === undefined ? [] : [sql`entity = ${parameter(entity, 'text')}`]),
    ...(runId === undefined ? [] : [sql`run_id = ${parameter(runId, 'text')}`]),
    ...(seenSince === undefined ? [] : [sql`last_seen >= ${instant(seenSince)}`]),
    ...(unresolvedOnly === true ? [sql`resolved_at IS NULL`] : []),
  ])
}

import { sql } from 'kysely'
import { run, type Database } from '../database.js'
import { allOf } from '../read/row-set.js'
import type { Reject } from './reject.js'

export interface RejectQuery {
  readonly realmId: string
  readonly entity?: string | undefined
  /** The run that saw the record last. */
  readonly runId?: string | undefined
  /** Only those that still make a run red: not saved, not acknowledged, not resolved. @defaultValue false */
  readonly openOnly?: boolean | undefined
}

/** Times leave the database as text, in UTC: a driver's Date would lose the microseconds. */
const iso = (column: string): ReturnType<typeof sql<string>> =>
  sql<string>`to_char(${sql.id(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

export async function listRejects(
  db: Database,
  schema: string,
  query: RejectQuery,
): Promise<readonly Reject[]> {
  const conditions = [sql`realm_id = ${query.realmId}::text`]
  if (query.entity !== undefined) conditions.push(sql`entity = ${query.entity}::text`)
  if (query.runId !== undefined) conditions.push(sql`run_id = ${query.runId}::text`)
  if (query.openOnly === true) {
    conditions.push(sql`NOT saved AND acknowledged_at IS NULL AND resolved_at IS NULL`)
  }
  const statement = sql<Reject>`
SELECT reject_id::text AS "rejectId", realm_id AS "realmId", entity, record_id AS "recordId", saved, reason,
       message, original, detail, run_id AS "runId", ${iso('first_seen')} AS "firstSeen",
       ${iso('last_seen')} AS "lastSeen", ${iso('acknowledged_at')} AS "acknowledgedAt",
       ${iso('resolved_at')} AS "resolvedAt"
FROM ${sql.id(schema, 'qb_rejects')}
WHERE ${allOf(conditions)}
ORDER BY reject_id`
  return run(db, statement, 'list the rejects')
}

import { sql, type Kysely } from 'kysely'
import type { UsageRecord } from '../store/store.js'
import type { StateDatabase } from './tables.js'

/** Adds calls to the month of the client and realm, and enters failures: apart from page transactions, which may roll back. */
export async function addUsage(db: Kysely<StateDatabase>, schema: string, usage: UsageRecord): Promise<void> {
  await sql`
    INSERT INTO ${sql.id(schema, 'api_usage')} AS stored (client_id, realm_id, month, calls, metered)
    VALUES (${usage.clientId}, ${usage.realmId}, date_trunc('month', now() AT TIME ZONE 'UTC')::date,
      ${usage.calls}::bigint, ${usage.metered}::bigint)
    ON CONFLICT (client_id, realm_id, month) DO UPDATE
    SET calls = stored.calls + excluded.calls, metered = stored.metered + excluded.metered`.execute(db)
  if (usage.runId !== undefined) {
    for (const [entity, calls] of Object.entries(usage.callsByEntity)) {
      await sql`
        INSERT INTO ${sql.id(schema, 'run_calls')} AS stored (run_id, entity, calls)
        VALUES (${usage.runId}, ${entity}, ${calls}::int)
        ON CONFLICT (run_id, entity) DO UPDATE SET calls = stored.calls + excluded.calls`.execute(db)
    }
  }
  if (usage.failures.length === 0) return
  await db
    .insertInto('request_failures')
    .values(
      usage.failures.map((failure) => ({
        run_id: usage.runId ?? null,
        realm_id: usage.realmId,
        at_utc: failure.at,
        entity: failure.entity ?? null,
        kind: failure.kind,
        code: failure.code,
        status: failure.status ?? null,
        attempt: failure.attempt,
        intuit_tid: failure.intuitTid ?? null,
      })),
    )
    .execute()
}

/** API calls of a run so far, over all its resumes; under '' those that served several entities. */
export async function selectRunCalls(
  db: Kysely<StateDatabase>,
  runId: string,
): Promise<Readonly<Record<string, number>>> {
  const rows = await db
    .selectFrom('run_calls')
    .select(['entity', 'calls'])
    .where('run_id', '=', runId)
    .execute()
  return Object.fromEntries(rows.map((row) => [row.entity, row.calls]))
}

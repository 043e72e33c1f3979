import { sql, type Kysely } from 'kysely'
import type { StateDatabase } from './tables.js'

/**
 * Forgets the finished runs of the realm but the newest `keep`: with their segments, pages, windows and checks, which
 * hang on them. The newest of each request stays, since `verify` and `sync` go by it; runs that are not finished stay,
 * since they can be resumed; so do all rows of the raw tables.
 */
export async function pruneRuns(
  db: Kysely<StateDatabase>,
  schema: string,
  realmId: string,
  keep: number,
): Promise<{ readonly removed: number; readonly kept: number }> {
  return db.transaction().execute(async (trx) => {
    const runs = sql.id(schema, 'runs')
    const removed = await sql<{ run_id: string }>`
      DELETE FROM ${runs} WHERE run_id IN (
        SELECT run_id FROM (
          SELECT run_id, status, row_number() OVER newest AS place,
            row_number() OVER (PARTITION BY run_key, status = 'expired' ORDER BY started_at_utc DESC, run_id) AS place_of_kind
          FROM ${runs} WHERE realm_id = ${realmId} AND status IN ('green', 'yellow', 'expired')
          WINDOW newest AS (ORDER BY started_at_utc DESC, run_id)
        ) AS finished
        WHERE place > ${keep}::bigint AND (place_of_kind > 1 OR status = 'expired')
      ) RETURNING run_id`.execute(trx)
    // Failures also happen before there is a run, so they do not hang on one.
    await sql`
      DELETE FROM ${sql.id(schema, 'request_failures')}
      WHERE run_id IN (SELECT jsonb_array_elements_text(${JSON.stringify(removed.rows.map((row) => row.run_id))}::text::jsonb))`.execute(
      trx,
    )
    const kept = await sql<{ runs: number }>`
      SELECT count(*)::int AS runs FROM ${runs} WHERE realm_id = ${realmId}`.execute(trx)
    return { removed: removed.rows.length, kept: kept.rows[0]?.runs ?? 0 }
  })
}

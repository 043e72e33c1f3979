import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from './tables.js'
import { jsonb, typed } from '../database/typed-parameter.js'

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
  return inOwnTransaction(db, async (trx) => {
    const runs = sql.id(schema, 'runs')
    const asked = sql`
      DELETE FROM ${runs} WHERE run_id IN (
        SELECT run_id FROM (
          SELECT run_id, status, pg_catalog.row_number() OVER newest AS place,
            pg_catalog.row_number() OVER (PARTITION BY run_key, status = 'expired' ORDER BY started_at_utc DESC, run_id) AS place_of_kind
          FROM ${runs} WHERE realm_id = ${realmId} AND status IN ('green', 'yellow', 'expired')
          WINDOW newest AS (ORDER BY started_at_utc DESC, run_id)
        ) AS finished
        WHERE place > ${typed(keep, 'bigint')} AND (place_of_kind > 1 OR status = 'expired')
      ) RETURNING run_id`
    const removed = await readRows(trx, 'the runs that were removed', z.object({ run_id: z.string() }), asked)
    const ids = jsonb(removed.map((row) => row.run_id))
    // Failures also happen before there is a run, so they do not hang on one.
    await sql`
      DELETE FROM ${sql.id(schema, 'request_failures')}
      WHERE run_id IN (SELECT pg_catalog.jsonb_array_elements_text(${ids}))`.execute(trx)
    const kept = await sql`SELECT FROM ${runs} WHERE realm_id = ${realmId}`.execute(trx)
    return { removed: removed.length, kept: kept.rows.length }
  })
}

import { sql } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'

const row: z.ZodType<{ id: string; total: string }> = z.object({ id: z.string(), total: z.string() })

/** Live rows that nobody has seen at QuickBooks since an instant, those first that were seen longest ago. */
export async function selectUnconfirmedRows(
  db: Database,
  where: {
    readonly schema: string
    readonly table: string
    readonly realmId: string
    readonly syncId: string
    readonly before: string | undefined
    readonly limit: number
  },
): Promise<{ readonly ids: readonly string[]; readonly total: number }> {
  // A row of an adopted table has no run yet, and may not say when it was seen.
  const before = sql`${where.before ?? null}::text::timestamptz`
  const statement = sql`
    SELECT id, (pg_catalog.count(*) OVER ())::text AS total
    FROM ${sql.id(where.schema, where.table)}
    WHERE realm_id = ${where.realmId}::text AND deleted_at IS NULL AND run_id IS DISTINCT FROM ${where.syncId}::text
      AND (${before} IS NULL OR last_seen IS NULL OR last_seen < ${before})
    ORDER BY last_seen NULLS FIRST, id COLLATE "C"
    LIMIT ${String(where.limit)}::text::bigint`
  const rows = await readRows(db, 'the rows that nobody has confirmed', row, statement)
  return { ids: rows.map(({ id }) => id), total: Number(rows[0]?.total ?? 0) }
}

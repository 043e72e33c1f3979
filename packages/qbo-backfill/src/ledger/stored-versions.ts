import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { instantText } from '../database/instant-text.js'
import { readRows } from '../database/read-rows.js'
import { jsonb } from '../database/typed-parameter.js'

const versionRow = z.object({
  id: z.string(),
  live: z.boolean(),
  createTime: z.string().nullable(),
  lastUpdatedTime: z.string().nullable(),
  syncToken: z.string().nullable(),
  txnDate: z.string().nullable(),
})

/** Which version of each of these records is stored, and by what it is dated. */
export async function selectStoredVersions<DB>(
  db: Kysely<DB>,
  where: {
    readonly schema: string
    readonly table: string
    readonly realmId: string
    readonly ids: readonly string[]
  },
): Promise<readonly StoredVersion[]> {
  if (where.ids.length === 0) return []
  const asked = sql`
    SELECT id, deleted_at IS NULL AS live, ${instantText('create_time')} AS "createTime",
      ${instantText('last_updated_time')} AS "lastUpdatedTime", sync_token AS "syncToken", payload->>'TxnDate'::text AS "txnDate"
    FROM ${sql.id(where.schema, where.table)}
    WHERE realm_id = ${where.realmId}
      AND id IN (SELECT pg_catalog.jsonb_array_elements_text(${jsonb(where.ids)}))`
  const rows = await readRows(db.withoutPlugins(), 'the versions of rows', versionRow, asked)
  return rows.map((row) => ({
    id: row.id,
    live: row.live,
    createTime: row.createTime ?? undefined,
    lastUpdatedTime: row.lastUpdatedTime ?? undefined,
    syncToken: row.syncToken ?? undefined,
    txnDate: row.txnDate ?? undefined,
  }))
}

/** A stored row as far as it says which version it is and where it belongs. */
export interface StoredVersion {
  readonly id: string
  readonly live: boolean
  /** Instants, `YYYY-MM-DDTHH:MM:SSZ`. */
  readonly createTime: string | undefined
  readonly lastUpdatedTime: string | undefined
  readonly syncToken: string | undefined
  readonly txnDate: string | undefined
}

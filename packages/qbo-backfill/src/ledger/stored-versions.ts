import { sql, type Kysely } from 'kysely'
import type { StoredVersion } from '../store/verification-store.js'
import { instantText } from './instant-text.js'

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
  const result = await sql<{ [K in keyof StoredVersion]: StoredVersion[K] | null }>`
    SELECT id, deleted_at IS NULL AS live, ${instantText('create_time')} AS "createTime",
      ${instantText('last_updated_time')} AS "lastUpdatedTime", sync_token AS "syncToken", payload->>'TxnDate' AS "txnDate"
    FROM ${sql.id(where.schema, where.table)}
    WHERE realm_id = ${where.realmId}
      AND id IN (SELECT jsonb_array_elements_text(${JSON.stringify(where.ids)}::text::jsonb))`.execute(
    db.withoutPlugins(),
  )
  return result.rows.map((row) => ({
    id: row.id ?? '',
    live: row.live === true,
    createTime: row.createTime ?? undefined,
    lastUpdatedTime: row.lastUpdatedTime ?? undefined,
    syncToken: row.syncToken ?? undefined,
    txnDate: row.txnDate ?? undefined,
  }))
}

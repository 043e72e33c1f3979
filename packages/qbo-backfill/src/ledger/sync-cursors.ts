import { sql, type Kysely } from 'kysely'
import { instantText } from './instant-text.js'
import type { StateDatabase } from './tables.js'

export async function selectSyncCursors(
  db: Kysely<StateDatabase>,
  realmId: string,
  rawSchema: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('sync_cursors')
    .select(['entity', instantText('changed_since_utc').as('changedSince')])
    .where('realm_id', '=', realmId)
    .where('raw_schema', '=', rawSchema)
    .execute()
  return new Map(rows.map((row) => [row.entity, row.changedSince]))
}

export async function saveSyncCursor(
  db: Kysely<StateDatabase>,
  cursor: {
    readonly realmId: string
    readonly rawSchema: string
    readonly entity: string
    readonly changedSince: string
    readonly syncId: string
  },
): Promise<void> {
  await db
    .insertInto('sync_cursors')
    .values({
      realm_id: cursor.realmId,
      raw_schema: cursor.rawSchema,
      entity: cursor.entity,
      changed_since_utc: cursor.changedSince,
      sync_id: cursor.syncId,
    })
    .onConflict((conflict) =>
      conflict.columns(['realm_id', 'raw_schema', 'entity']).doUpdateSet({
        changed_since_utc: cursor.changedSince,
        sync_id: cursor.syncId,
        synced_at_utc: sql`now()`,
      }),
    )
    .execute()
}

import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { instantText } from '../database/instant-text.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from './tables.js'
import { typed } from '../database/typed-parameter.js'

const cursorRow = z.object({ entity: z.string(), changedSince: z.string() })

export async function selectSyncCursors(
  db: Kysely<StateDatabase>,
  realmId: string,
  rawSchema: string,
): Promise<ReadonlyMap<string, string>> {
  const asked = db
    .selectFrom('sync_cursors')
    .select(['entity', instantText('changed_since_utc').as('changedSince')])
    .where('realm_id', '=', realmId)
    .where('raw_schema', '=', rawSchema)
  const rows = await readRows(db, 'the places of syncs', cursorRow, asked)
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
  const changedSince = typed(cursor.changedSince, 'timestamptz')
  await db
    .insertInto('sync_cursors')
    .values({
      realm_id: cursor.realmId,
      raw_schema: cursor.rawSchema,
      entity: cursor.entity,
      changed_since_utc: changedSince,
      sync_id: cursor.syncId,
    })
    .onConflict((conflict) =>
      conflict.columns(['realm_id', 'raw_schema', 'entity']).doUpdateSet({
        changed_since_utc: changedSince,
        sync_id: cursor.syncId,
        synced_at_utc: sql`pg_catalog.now()`,
      }),
    )
    .execute()
}

import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { exactInstantText, instantText } from '../database/instant-text.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from './tables.js'
import { typed } from '../database/typed-parameter.js'

/** What a sync remembers of an entity stands in a row of its own. */
interface SyncKey {
  readonly realmId: string
  readonly rawSchema: string
  readonly entity: string
}

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
  cursor: SyncKey & { readonly changedSince: string; readonly syncId: string },
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

const gapRow = z.object({ entity: z.string(), until: z.string() })

/** By entity, until when QuickBooks may not have told every deletion, by the database's clock and to the microsecond. */
export async function selectDeletionGaps(
  db: Kysely<StateDatabase>,
  realmId: string,
  rawSchema: string,
): Promise<ReadonlyMap<string, string>> {
  const asked = db
    .selectFrom('sync_cursors')
    .select(['entity', exactInstantText('deletions_untold_until_utc').as('until')])
    .where('realm_id', '=', realmId)
    .where('raw_schema', '=', rawSchema)
    .where('deletions_untold_until_utc', 'is not', null)
  const rows = await readRows(db, 'the gaps of syncs', gapRow, asked)
  return new Map(rows.map(({ entity, until }) => [entity, until]))
}

/** A gap that is open already is open until now. */
export async function saveDeletionGap(
  db: Kysely<StateDatabase>,
  key: SyncKey,
  isOpen: boolean,
): Promise<void> {
  await db
    .updateTable('sync_cursors')
    .set({ deletions_untold_until_utc: isOpen ? sql`pg_catalog.now()` : null })
    .where('realm_id', '=', key.realmId)
    .where('raw_schema', '=', key.rawSchema)
    .where('entity', '=', key.entity)
    .execute()
}

import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { exactInstantText } from '../database/instant-text.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from './tables.js'

interface GapKey {
  readonly realmId: string
  readonly rawSchema: string
  readonly entity: string
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
  key: GapKey,
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

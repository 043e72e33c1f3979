import { sql, type RawBuilder } from 'kysely'
import { inTransaction, run, textArray, type Database } from '../database.js'
import { rejectsTable } from '../migrate/migration.js'
import { allOf } from '../read/row-set.js'
import { writePage } from '../write/write-page.js'

/** Which rejects: those of a realm, or of them only these. */
export interface RejectSelection {
  readonly realmId: string
  readonly entity?: string | undefined
  /** `rejectId`s as `rejects()` gives them. */
  readonly rejectIds?: readonly string[] | undefined
}

export interface Acknowledgement extends RejectSelection {
  /** Who says so. */
  readonly by?: string | undefined
}

export interface RejectReplay extends RejectSelection {
  readonly runId: string
}

/** A person has seen them: they no longer make a run red. Returns how many were not acknowledged before. */
export async function acknowledgeRejects(
  db: Database,
  schema: string,
  selection: Acknowledgement,
): Promise<{ readonly acknowledged: number }> {
  const rows = await run(
    db,
    sql`
UPDATE ${sql.id(schema, rejectsTable)} SET acknowledged_at = now(), acknowledged_by = ${selection.by ?? null}::text
WHERE acknowledged_at IS NULL AND ${selected(selection)} RETURNING 1`,
    'acknowledge rejects',
  )
  return { acknowledged: rows.length }
}

/** Tries again to store what was not saved, from the original text: after an upgrade, or with another limit. */
export async function replayRejects(
  db: Database,
  schema: string,
  replay: RejectReplay,
): Promise<{ readonly stored: number; readonly refused: number }> {
  return inTransaction(db, async (trx) => {
    const rejects = await run(
      trx,
      sql<{ reject_id: string; entity: string; original: string }>`
SELECT reject_id::text AS reject_id, entity, original FROM ${sql.id(schema, rejectsTable)}
WHERE NOT saved AND resolved_at IS NULL AND original IS NOT NULL AND ${selected(replay)}
ORDER BY reject_id FOR UPDATE`,
      'read the rejects',
    )
    let stored = 0
    for (const { reject_id: rejectId, entity, original } of rejects) {
      const { rejected } = await writePage(trx, schema, {
        realmId: replay.realmId,
        entity,
        text: original,
        recordsPath: [],
        windows: [{ window: null }],
        runId: replay.runId,
        page: { number: 0, size: 1 },
      })
      if (rejected > 0) continue
      stored++
      await run(
        trx,
        sql`UPDATE ${sql.id(schema, rejectsTable)} SET resolved_at = now() WHERE reject_id = ${rejectId}::bigint`,
        'resolve a reject',
      )
    }
    return { stored, refused: rejects.length - stored }
  })
}

function selected({ realmId, entity, rejectIds }: RejectSelection): RawBuilder<boolean> {
  return allOf([
    sql`realm_id = ${realmId}::text`,
    ...(entity === undefined ? [] : [sql`entity = ${entity}::text`]),
    ...(rejectIds === undefined ? [] : [sql`reject_id = ANY (${textArray(rejectIds)}::bigint[])`]),
  ])
}

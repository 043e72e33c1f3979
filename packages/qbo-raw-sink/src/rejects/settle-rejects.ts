import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import {
  answer,
  answers,
  asJson,
  inTransaction,
  parameter,
  run,
  textArray,
  type Database,
} from '../database.js'
import { rejectsTable } from '../migrate/migration.js'
import { allOf } from '../read/row-set.js'
import { writePage } from '../write/write-page.js'

/** Which rejects: those of a realm, or of them only these. */
export interface RejectSelection {
  /** The company: digits. */
  readonly realmId: string
  /** QuickBooks' own name. @defaultValue every entity */
  readonly entity?: string | undefined
  /** `rejectId`s as `rejects()` gives them. */
  readonly rejectIds?: readonly string[] | undefined
}

/** Rejects that a person has seen. */
export interface Acknowledgement extends RejectSelection {
  /** Who says so. */
  readonly by?: string | undefined
}

/** Rejects that are to be written again, from what was kept of them. */
export interface RejectReplay extends RejectSelection {
  /** Who replays: it is put into `run_id` of the rows that are stored. */
  readonly runId: string
}

/** A person has seen them: they no longer make a run red. Returns how many were not acknowledged before. */
export async function acknowledgeRejects(
  db: Database,
  schema: string,
  selection: Acknowledgement,
): Promise<{ readonly acknowledged: number }> {
  const statement = sql`
WITH changed AS (
  UPDATE ${sql.id(schema, rejectsTable)}
  SET acknowledged_at = pg_catalog.now(), acknowledged_by = ${parameter(selection.by ?? null, 'text')}
  WHERE acknowledged_at IS NULL AND ${selected(selection)} RETURNING 1
) ${asJson(sql`SELECT pg_catalog.count(*) AS acknowledged FROM changed`)}`
  return answer(db, statement, z.object({ acknowledged: z.int() }), 'acknowledge rejects')
}

/** The source has delivered them since. Returns how many were not resolved before. */
export async function resolveRejects(
  db: Database,
  schema: string,
  selection: RejectSelection,
): Promise<{ readonly resolved: number }> {
  const statement = sql`
WITH changed AS (
  UPDATE ${sql.id(schema, rejectsTable)} SET resolved_at = pg_catalog.now()
  WHERE resolved_at IS NULL AND ${selected(selection)} RETURNING 1
) ${asJson(sql`SELECT pg_catalog.count(*) AS resolved FROM changed`)}`
  return answer(db, statement, z.object({ resolved: z.int() }), 'resolve rejects')
}

const toReplay = z.object({ rejectId: z.string(), entity: z.string(), original: z.string() })

/**
 * Tries again to store what was not saved, from the original text: after an upgrade, or with another limit. What the
 * source did not deliver (it has a detail) has no text to store.
 */
export async function replayRejects(
  db: Database,
  schema: string,
  replay: RejectReplay,
): Promise<{ readonly stored: number; readonly refused: number }> {
  return inTransaction(db, async (trx) => {
    const rejects = await answers(
      trx,
      asJson(sql`
SELECT reject_id::text AS "rejectId", entity, original FROM ${sql.id(schema, rejectsTable)}
WHERE NOT saved AND resolved_at IS NULL AND original IS NOT NULL AND detail IS NULL AND ${selected(replay)}
ORDER BY reject_id FOR UPDATE`),
      toReplay,
      'read the rejects',
    )
    let stored = 0
    for (const { rejectId, entity, original } of rejects) {
      const { rejected } = await writePage(trx, schema, {
        realmId: replay.realmId,
        entity,
        // Whatever it is, it is one record.
        text: `[${original}]`,
        recordsPath: [],
        windows: [{ window: null }],
        runId: replay.runId,
        page: { number: 0, size: 1 },
      })
      if (rejected > 0) continue
      stored++
      await run(
        trx,
        sql`UPDATE ${sql.id(schema, rejectsTable)} SET resolved_at = pg_catalog.now() WHERE reject_id = ${parameter(rejectId, 'bigint')}`,
        'resolve a reject',
      )
    }
    return { stored, refused: rejects.length - stored }
  })
}

function selected({ realmId, entity, rejectIds }: RejectSelection): RawBuilder<boolean> {
  return allOf([
    sql`realm_id = ${parameter(realmId, 'text')}`,
    ...(entity === undefined ? [] : [sql`entity = ${parameter(entity, 'text')}`]),
    ...(rejectIds === undefined ? [] : [sql`reject_id = ANY (${textArray(rejectIds)}::bigint[])`]),
  ])
}

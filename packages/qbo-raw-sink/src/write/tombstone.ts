import { sql } from 'kysely'
import { z } from 'zod'
import { answer, asJson, checkedInstant, parameter, rowList, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'

/** A record that is gone at the source. */
export interface DeletedStub {
  /** The Id of the record that is gone. */
  readonly id: string
  /** ISO 8601 with an offset. @defaultValue the time of the transaction */
  readonly deletedAt?: string | undefined
  /** The stub's own JSON, kept as the payload where it is inserted. */
  readonly text?: string | undefined
}

/** Records that are gone at the source. */
export interface Tombstones {
  /** The company: digits. */
  readonly realmId: string
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: string
  /** The records. */
  readonly stubs: readonly DeletedStub[]
  /** Who says so: it is put into `run_id` of the rows. */
  readonly runId: string
  /** Store a stub for an Id never stored. @defaultValue false */
  readonly insertStubs?: boolean | undefined
}

/**
 * A deletion that QuickBooks dated is held against the version that is stored, both by its clock. One without a time was
 * concluded by whoever looked the record up: our clock says nothing about it, since it may be behind QuickBooks'.
 */
export async function tombstone(
  db: Database,
  schema: string,
  tombstones: Tombstones,
): Promise<{ readonly tombstoned: number }> {
  const { stubs, realmId, runId, entity } = tombstones
  if (stubs.length === 0) return { tombstoned: 0 }
  const table = sql.id(schema, tableName(entity))
  const realm = parameter(realmId, 'text')
  const rows = stubs.map(({ id, deletedAt, text }) => ({
    id,
    told: deletedAt === undefined ? null : checkedInstant(deletedAt),
    payload: text ?? null,
  }))
  const statement = sql`
WITH stubs AS MATERIALIZED (
  SELECT DISTINCT ON (id COLLATE "C") id, told IS NOT NULL AS is_told,
         coalesce(told::timestamptz, pg_catalog.now()) AS deleted_at, payload
  FROM pg_catalog.jsonb_to_recordset(${rowList(rows)}) AS stub (id text, told text, payload text)
  ORDER BY id COLLATE "C", deleted_at DESC
),
rows AS MATERIALIZED (
  SELECT stubs.id, greatest(stubs.deleted_at, stored.last_updated_time) AS deleted_at,
         stored.deleted_at IS NULL AS is_new
  FROM stubs JOIN ${table} AS stored ON stored.realm_id = ${realm} AND stored.id = stubs.id
  WHERE NOT is_told OR coalesce(stored.last_updated_time <= stubs.deleted_at, true)
  ORDER BY stubs.id COLLATE "C"
  FOR NO KEY UPDATE OF stored
),
marked AS (
  UPDATE ${table} AS stored
  SET deleted_at = coalesce(stored.deleted_at, rows.deleted_at), last_seen = pg_catalog.clock_timestamp(),
      run_id = ${parameter(runId, 'text')}
  FROM rows WHERE stored.realm_id = ${realm} AND stored.id = rows.id
  RETURNING is_new
),
kept AS (
  INSERT INTO ${table} (realm_id, id, payload, ingested_at_utc, last_seen, run_id, deleted_at)
  SELECT ${realm}, id, coalesce(payload::jsonb, pg_catalog.jsonb_build_object('Id', id, 'status', 'Deleted')),
         pg_catalog.now(), pg_catalog.clock_timestamp(), ${parameter(runId, 'text')}, deleted_at
  FROM stubs WHERE ${parameter(tombstones.insertStubs ?? false, 'bool')}
    AND NOT EXISTS (SELECT FROM ${table} AS stored WHERE stored.realm_id = ${realm} AND stored.id = stubs.id)
  ORDER BY id COLLATE "C"
  ON CONFLICT (realm_id, id) DO NOTHING
  RETURNING id
)
${asJson(sql`SELECT (SELECT pg_catalog.count(*) FROM marked WHERE is_new) + (SELECT pg_catalog.count(*) FROM kept) AS tombstoned`)}`
  const shape = z.object({ tombstoned: z.int() })
  return answer(db, statement, shape, `mark deleted rows of ${entity}`)
}

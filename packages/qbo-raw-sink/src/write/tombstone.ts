import { sql } from 'kysely'
import { run, textArray, type Database } from '../database.js'
import { tableName } from '../entity-tables.js'

/** A record that is gone at the source. */
export interface DeletedStub {
  readonly id: string
  /** ISO 8601 with an offset. @defaultValue the time of the transaction */
  readonly deletedAt?: string | undefined
  /** The stub's own JSON, kept as the payload where it is inserted. */
  readonly text?: string | undefined
}

export interface Tombstones {
  readonly realmId: string
  readonly entity: string
  readonly stubs: readonly DeletedStub[]
  readonly runId: string
  /** Store a stub for an Id never stored. @defaultValue false */
  readonly insertStubs?: boolean | undefined
}

export async function tombstone(
  db: Database,
  schema: string,
  tombstones: Tombstones,
): Promise<{ readonly tombstoned: number }> {
  const { stubs, realmId, runId, entity } = tombstones
  if (stubs.length === 0) return { tombstoned: 0 }
  const table = sql.id(schema, tableName(entity))
  const statement = sql<{ tombstoned: number }>`
WITH stubs AS MATERIALIZED (
  SELECT DISTINCT ON (id COLLATE "C") id, coalesce(deleted_at, now()) AS deleted_at, payload
  FROM unnest(${textArray(stubs.map((stub) => stub.id))},
              ${textArray(stubs.map((stub) => stub.deletedAt ?? null))}::timestamptz[],
              ${textArray(stubs.map((stub) => stub.text ?? null))}) AS stub (id, deleted_at, payload)
  ORDER BY id COLLATE "C", deleted_at DESC NULLS LAST
),
rows AS MATERIALIZED (
  SELECT stubs.id, stubs.deleted_at, stored.deleted_at IS NULL AS is_new
  FROM stubs JOIN ${table} AS stored ON stored.realm_id = ${realmId}::text AND stored.id = stubs.id
  WHERE coalesce(stored.last_updated_time <= stubs.deleted_at, true)
  ORDER BY stubs.id COLLATE "C"
  FOR NO KEY UPDATE OF stored
),
marked AS (
  UPDATE ${table} AS stored
  SET deleted_at = coalesce(stored.deleted_at, rows.deleted_at), last_seen = now(), run_id = ${runId}::text
  FROM rows WHERE stored.realm_id = ${realmId}::text AND stored.id = rows.id
  RETURNING is_new
),
kept AS (
  INSERT INTO ${table} (realm_id, id, payload, ingested_at_utc, last_seen, run_id, deleted_at)
  SELECT ${realmId}::text, id, coalesce(payload::jsonb, jsonb_build_object('Id', id, 'status', 'Deleted')),
         now(), now(), ${runId}::text, deleted_at
  FROM stubs WHERE ${tombstones.insertStubs ?? false}::bool
    AND NOT EXISTS (SELECT FROM ${table} AS stored WHERE stored.realm_id = ${realmId}::text AND stored.id = stubs.id)
  ORDER BY id COLLATE "C"
  ON CONFLICT (realm_id, id) DO NOTHING
  RETURNING id
)
SELECT ((SELECT count(*) FROM marked WHERE is_new) + (SELECT count(*) FROM kept))::int AS tombstoned`
  const [row] = await run(db, statement, `mark deleted rows of ${entity}`)
  return { tombstoned: row?.tombstoned ?? 0 }
}

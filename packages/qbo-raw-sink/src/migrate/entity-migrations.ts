import { sql } from 'kysely'
import type { Migration } from './migration.js'

/**
 * The steps of every entity's table.
 *
 * A re-seen row moves five small columns and no payload. What makes that cheap:
 * - `toast_tuple_target = 128` moves the payload out of line wherever PostgreSQL considers it (rows over 2 KB),
 *   so that an update copies a pointer; a smaller payload stays in the row, before the columns that move, where
 *   the WAL's prefix compression skips it;
 * - the short columns are PLAIN, or the same low target would move a run id of 36 characters out of line, row by
 *   row and at every update;
 * - no index on a column that moves and room in the page (`fillfactor`), so that the update is HOT: it touches
 *   no index, and the old version is pruned by the next visitor instead of waiting for VACUUM;
 * - lz4 compresses about as well as pglz here at a fraction of the time, which is most of the load.
 */
export const entityMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'create',
    up: (schema, table, server) => [
      sql`CREATE TABLE ${sql.id(schema, table)} (
  realm_id text NOT NULL,
  id text NOT NULL,
  payload jsonb NOT NULL,
  sync_token text,
  create_time timestamptz,
  last_updated_time timestamptz,
  extract_window_start_utc timestamptz,
  extract_window_end_utc timestamptz,
  ingested_at_utc timestamptz NOT NULL DEFAULT pg_catalog.now(),
  page_number integer,
  page_size integer,
  last_seen timestamptz NOT NULL DEFAULT pg_catalog.now(),
  run_id text,
  deleted_at timestamptz,
  PRIMARY KEY (realm_id, id)
) WITH (fillfactor = 50, toast_tuple_target = 128)`,
      sql`ALTER TABLE ${sql.id(schema, table)}
  ALTER COLUMN realm_id SET STORAGE PLAIN, ALTER COLUMN id SET STORAGE PLAIN,
  ALTER COLUMN sync_token SET STORAGE PLAIN, ALTER COLUMN run_id SET STORAGE PLAIN`,
      ...(server.lz4
        ? [sql`ALTER TABLE ${sql.id(schema, table)} ALTER COLUMN payload SET COMPRESSION lz4`]
        : []),
    ],
  },
]

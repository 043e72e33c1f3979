import { sql } from 'kysely'
import type { Migration } from './migration.js'

/** The steps of qb_rejects. The digest keeps a record that is read again from being listed again. */
export const rejectMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'create',
    up: (schema, table) => [
      sql`CREATE TABLE ${sql.id(schema, table)} (
  reject_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  realm_id text NOT NULL,
  entity text NOT NULL,
  record_id text,
  digest text NOT NULL,
  saved boolean NOT NULL,
  reason text NOT NULL,
  message text NOT NULL,
  original text,
  detail jsonb,
  run_id text NOT NULL,
  first_seen timestamptz NOT NULL DEFAULT pg_catalog.now(),
  last_seen timestamptz NOT NULL DEFAULT pg_catalog.now(),
  acknowledged_at timestamptz,
  acknowledged_by text,
  resolved_at timestamptz,
  UNIQUE (realm_id, entity, digest)
)`,
    ],
  },
]

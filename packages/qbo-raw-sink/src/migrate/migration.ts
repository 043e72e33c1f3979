import { sql, type RawBuilder } from 'kysely'

/** What the server can do that changes how a table is laid out. */
export interface ServerTraits {
  readonly lz4: boolean
}

/**
 * A step that is never edited once released: a change is a new step. `up` gives statements that have no
 * parameters, since they define tables.
 */
export interface Migration {
  readonly version: number
  readonly name: string
  up(schema: string, table: string, server: ServerTraits): readonly RawBuilder<unknown>[]
}

/** Records which steps were taken. Made before anything else. */
export const ledgerTable = 'qb_sink_migrations'

export const rejectsTable = 'qb_rejects'

export function createLedger(schema: string): RawBuilder<unknown> {
  return sql`CREATE TABLE ${sql.id(schema, ledgerTable)} (
  table_name text NOT NULL,
  version integer NOT NULL,
  name text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
  PRIMARY KEY (table_name, version)
)`
}

import { sql, type RawBuilder } from 'kysely'

/** A timestamptz column read as `YYYY-MM-DDTHH:MM:SSZ`. */
export function instantText(column: string): RawBuilder<string> {
  return sql<string>`pg_catalog.to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
}

/** The same with all its microseconds, to compare with other times of the database. */
export function exactInstantText(column: string): RawBuilder<string | null> {
  return sql<
    string | null
  >`pg_catalog.to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** A date column read as `YYYY-MM-DD`, whatever DateStyle the server is set to. */
export function dateText(column: string): RawBuilder<string> {
  return sql<string>`pg_catalog.to_char(${sql.ref(column)}, 'YYYY-MM-DD')`
}

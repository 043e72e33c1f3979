import { sql, type RawBuilder } from 'kysely'

/** A timestamptz column read as `YYYY-MM-DDTHH:MM:SSZ`, since pg and PGlite make different things of dates and times. */
export function instantText(column: string): RawBuilder<string> {
  return sql<string>`to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
}

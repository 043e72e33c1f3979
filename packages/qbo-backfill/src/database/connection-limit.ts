import { sql, type Kysely } from 'kysely'

/** What a run holds at once: the lock of the realm, a token refresh, a page. With fewer it would wait for itself. */
export const fewestConnections = 3

export interface ConnectionLimit {
  /** How many connections the role, or the database, may have at once. */
  readonly allowed: number
  /** How many of them there are beside the one that asks. */
  readonly others: number
}

/** The limit that somebody has set for this role or this database (`CONNECTION LIMIT`); undefined where there is none. */
export async function readConnectionLimit<DB>(db: Kysely<DB>): Promise<ConnectionLimit | undefined> {
  // Superusers are held to neither.
  const found = await sql<ConnectionLimit>`
    WITH me AS (
      SELECT rolname, rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = SESSION_USER AND NOT rolsuper
    ), busy AS (
      SELECT usename, datname FROM pg_catalog.pg_stat_activity WHERE pid <> pg_catalog.pg_backend_pid()
    ), limits AS (
      SELECT rolconnlimit AS allowed, (SELECT pg_catalog.count(*) FROM busy WHERE usename = rolname) AS others
      FROM me
      UNION ALL
      SELECT datconnlimit, (SELECT pg_catalog.count(*) FROM busy WHERE busy.datname = d.datname)
      FROM pg_catalog.pg_database AS d, me WHERE d.datname = pg_catalog.current_database()
    )
    SELECT allowed::pg_catalog.int4 AS allowed, others::pg_catalog.int4 AS others
    FROM limits WHERE allowed >= 0 ORDER BY allowed - others LIMIT 1`.execute(db)
  return found.rows[0]
}

import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { tryLock, unlock } from '../database/session-lock.js'
import { fail, messageOf, ok, type Finding } from './finding.js'

/**
 * Takes a lock on one connection and looks at it from others. Behind a proxy that pools by transaction a connection is
 * another one at every statement, so that the lock that says who runs a realm would be nobody's.
 */
export async function checkSessionLock<DB>(db: Kysely<DB>): Promise<Finding> {
  try {
    if (await holdsAcrossConnections(db)) return ok('locks', 'Session locks are held, and seen by others.')
    return fail(
      'locks',
      'A session lock is not held: the database is behind a proxy that pools by transaction.',
      'Point DATABASE_URL at the server itself or at a session pool (PgBouncer: pool_mode = session).',
    )
  } catch (error) {
    return fail(
      'locks',
      `Session locks cannot be tried: ${messageOf(error)}`,
      'Allow three connections at least.',
    )
  }
}

async function holdsAcrossConnections<DB>(db: Kysely<DB>): Promise<boolean> {
  // Of this look alone: one that a pooled connection never lets go of must bother nobody.
  const name = `qbo-backfill doctor ${randomUUID()}`
  return db.connection().execute(async (holder) => {
    if (!(await tryLock(holder, name))) return false
    const pid = await backendOf(holder)
    try {
      // Two transactions keep two of the pool's connections busy, so that the holder's next statement would land elsewhere.
      return await inTransaction(db, async (first) => {
        const taken = await tryLock(first, name)
        return inTransaction(db, async (second) => {
          const takenAgain = await tryLock(second, name)
          return !taken && !takenAgain && (await backendOf(holder)) === pid
        })
      })
    } finally {
      await unlock(holder, name)
    }
  })
}

function inTransaction<DB>(db: Kysely<DB>, work: (trx: Kysely<DB>) => Promise<boolean>): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await sql`SELECT 1`.execute(trx)
    return work(trx)
  })
}

async function backendOf<DB>(db: Kysely<DB>): Promise<string | undefined> {
  const result = await sql<{ pid: string }>`
    SELECT pg_catalog.pg_backend_pid()::pg_catalog.text AS pid`.execute(db)
  return result.rows[0]?.pid
}

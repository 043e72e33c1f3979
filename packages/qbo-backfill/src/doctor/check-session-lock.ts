import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import { tryLock, unlock } from '../database/session-lock.js'
import { errorWords } from '../failure/error-words.js'
import { fail, ok, type Look } from './finding.js'

/**
 * Takes a lock on one connection and looks at it from others. Behind a proxy that pools by transaction a connection is
 * another one at every statement, so that the lock that says who runs a realm would be nobody's.
 */
export async function checkSessionLock<DB>(db: Kysely<DB>): Promise<Look> {
  try {
    if (await holdsAcrossConnections(db))
      return ok('locks', {
        en: 'Session locks are held, and seen by others.',
        es: 'Los candados de sesión se mantienen, y los demás los ven.',
      })
    return fail(
      'locks',
      {
        en: 'A session lock is not held: the database is behind a proxy that pools by transaction.',
        es: 'Un candado de sesión no se mantiene: la base de datos está detrás de un proxy que reparte las conexiones por transacción.',
      },
      {
        en: 'Point DATABASE_URL at the server itself or at a session pool (PgBouncer: pool_mode = session).',
        es: 'Apunte DATABASE_URL al servidor mismo, o a un proxy que las reparta por sesión (PgBouncer: pool_mode = session).',
      },
    )
  } catch (error) {
    const { en, es } = errorWords(error)
    return fail(
      'locks',
      { en: `Session locks cannot be tried: ${en}`, es: `No se pueden probar los candados de sesión. ${es}` },
      { en: 'Allow three connections at least.', es: 'Permita al menos tres conexiones.' },
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

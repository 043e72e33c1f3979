import { sql, type Kysely, type RawBuilder } from 'kysely'
import { pause } from '../failure/pause.js'
import { inOwnTransaction } from './own-transaction.js'

/** A lock that lives as long as its connection: when the process dies, the server lets go of it at once. */
export interface SessionLock {
  release(): Promise<void>
}

/** How often the connection of a lock is looked at, so that a restarted server does not leave a run unlocked. */
const keepAliveMs = 10_000

/** Takes the named lock on a connection of its own, or returns undefined at once if somebody else has it. */
export async function holdSessionLock<DB>(db: Kysely<DB>, name: string): Promise<SessionLock | undefined> {
  return (await isSingleSession(db)) ? holdInSession(db, name) : holdOnConnection(db, name)
}

/** The one session would get its own lock again: it is asked first whether it has it. */
async function holdInSession<DB>(db: Kysely<DB>, name: string): Promise<SessionLock | undefined> {
  const taken = await inOwnTransaction(db, (trx) =>
    sql`SELECT WHERE CASE WHEN ${lockIsHeld(sql`${name}::text`)} THEN false
      ELSE pg_catalog.pg_try_advisory_lock(${lockKey(name)}) END`.execute(trx),
  )
  return taken.rows.length === 0 ? undefined : { release: () => unlock(db, name) }
}

/**
 * Whether anybody holds the named lock. Asks the list of locks instead of trying it, since a look must not take it away from
 * anybody. PostgreSQL shows the 64 bits of the key in two halves.
 *
 * @param name a text, in SQL
 */
export function lockIsHeld(name: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (
    SELECT FROM pg_catalog.pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
      AND ((classid::bigint << 32) | objid::bigint) = pg_catalog.hashtextextended(${name}, 0::bigint))`
}

async function holdOnConnection<DB>(db: Kysely<DB>, name: string): Promise<SessionLock | undefined> {
  const stop = new AbortController()
  const first = await hold(db, name, stop.signal)
  if (first === undefined) return undefined
  const holding = keepHolding(db, name, first, stop.signal)
  return {
    async release() {
      stop.abort()
      await holding
    },
  }
}

/**
 * When the connection breaks, takes the lock again on a new one. If another process was faster there is nothing to
 * save: its takeover has fenced this run off, which the next page transaction will find.
 */
async function keepHolding<DB>(
  db: Kysely<DB>,
  name: string,
  first: { ended: Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  let ended = first.ended
  while (!signal.aborted) {
    await ended
    if (signal.aborted) return
    try {
      const again = await hold(db, name, signal)
      if (again === undefined) return
      ended = again.ended
    } catch {
      // The server is not back yet.
      await pauseUntil(1000, signal)
      ended = Promise.resolve()
    }
  }
}

/** Resolves once the lock is held (or is somebody else's); `ended` resolves when the connection gave it up. Never rejects later. */
function hold<DB>(
  db: Kysely<DB>,
  name: string,
  signal: AbortSignal,
): Promise<{ ended: Promise<void> } | undefined> {
  return new Promise((resolve, reject) => {
    const ended: Promise<void> = db.connection().execute(async (connection) => {
      if (!(await tryLock(connection, name))) {
        resolve(undefined)
        return
      }
      // In an object, since a promise passed to resolve would be waited for.
      resolve({ ended: ended.catch(() => undefined) })
      while (!signal.aborted) {
        await pauseUntil(keepAliveMs, signal)
        if (!signal.aborted) await sql`SELECT 1`.execute(connection)
      }
      await unlock(connection, name)
    })
    ended.catch(reject)
  })
}

/** Takes the lock on this connection, outside of a transaction, whose end would let go of nothing. */
export async function tryLock<DB>(connection: Kysely<DB>, name: string): Promise<boolean> {
  // Every name is of pg_catalog: a connection has the host's search_path. The rows are counted, not read.
  const taken = await sql`SELECT WHERE pg_catalog.pg_try_advisory_lock(${lockKey(name)})`.execute(connection)
  return taken.rows.length > 0
}

export async function unlock<DB>(connection: Kysely<DB>, name: string): Promise<void> {
  await sql`SELECT FROM pg_catalog.pg_advisory_unlock(${lockKey(name)})`.execute(connection)
}

/** The 64 bits that the name of a lock is known by to the server. */
function lockKey(name: string): RawBuilder<string> {
  return sql`pg_catalog.hashtextextended(${name}::pg_catalog.text, 0::bigint)`
}

/** An abort ends the wait, and is no error. */
async function pauseUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, signal).catch(() => undefined)
}

/** Whether the database is a PGlite: one process, one session. */
export async function isSingleSession<DB>(db: Kysely<DB>): Promise<boolean> {
  const asked = sql`SELECT WHERE pg_catalog.strpos(pg_catalog.version(), 'PGlite'::pg_catalog.text) OPERATOR(pg_catalog.>) 0`
  return (await asked.execute(db)).rows.length > 0
}

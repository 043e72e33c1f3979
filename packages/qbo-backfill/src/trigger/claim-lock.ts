import { sql, type Kysely, type RawBuilder } from 'kysely'
import {
  holdSessionLock,
  isSingleSession,
  tryLock,
  unlock,
  type SessionLock,
} from '../database/session-lock.js'
import type { StateDatabase } from '../ledger/tables.js'

const prefix = 'qbo-backfill claim '

/** Holds what tells everybody that this claimer lives: a lock that ends with the process, however it ends. */
export async function holdClaimLock(db: Kysely<StateDatabase>, claimId: string): Promise<SessionLock> {
  const name = `${prefix}${claimId}`
  if (await isSingleSession(db)) {
    // The one session ends with the process, so the lock needs no connection of its own.
    await tryLock(db, name)
    return { release: () => unlock(db, name) }
  }
  const lock = await holdSessionLock(db, name)
  if (lock === undefined) throw new Error(`The lock of the new claim ${claimId} is taken.`)
  return lock
}

/**
 * Whether the claimer of a row lives. Asks the list of locks instead of trying the lock, since a look must not take it
 * away from anybody. PostgreSQL shows the 64 bits of the key in two halves.
 */
export function claimerLives(claimId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (
    SELECT FROM pg_catalog.pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 1
      AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
      AND ((classid::bigint << 32) | objid::bigint) = pg_catalog.hashtextextended(${prefix}::text || ${claimId}, 0::bigint))`
}

import { sql, type Kysely, type RawBuilder } from 'kysely'
import {
  holdSessionLock,
  isSingleSession,
  lockIsHeld,
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

/** Whether the claimer of a row lives. */
export function claimerLives(claimId: RawBuilder<unknown>): RawBuilder<boolean> {
  return lockIsHeld(sql`${prefix}::text || ${claimId}`)
}

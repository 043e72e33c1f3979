import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { sql, type Kysely, type Transaction } from 'kysely'
import { BackfillError } from '../errors.js'
import type { Lease, LeaseRequest } from '../store/store.js'
import { holdSessionLock, type SessionLock } from './session-lock.js'
import type { StateDatabase } from './tables.js'

/** A killed holder's connection takes the server a moment to notice, so even a starter that will not wait looks again. */
const graceMs = 1500
const pollMs = 100

/**
 * Takes the realm: a session lock says that the holder lives, and the epoch fences off a holder that woke up too late.
 *
 * @throws {BackfillError} `BACKFILL_LOCKED` if somebody else holds the realm for longer than `waitMs`;
 * `BACKFILL_ENVIRONMENT_MISMATCH` if the realm was loaded under the other environment.
 */
export async function acquireLease(
  db: Kysely<StateDatabase>,
  schema: string,
  request: LeaseRequest,
): Promise<Lease> {
  const lock = await waitForLock(db, schema, request)
  try {
    const epoch = await takeOver(db.withSchema(schema), request)
    return { realmId: request.realmId, epoch, release: () => lock.release() }
  } catch (error) {
    await lock.release()
    throw error
  }
}

/** Proves, inside a transaction of the run, that nobody took the realm over; and keeps them out until it commits. */
export async function assertLease(
  trx: Transaction<StateDatabase>,
  schema: string,
  lease: Lease,
): Promise<void> {
  // A holder that is stopped inside a transaction must not block its successor for ever.
  const found = await sql`
    SELECT set_config('idle_in_transaction_session_timeout', '60000', true) FROM ${sql.id(schema, 'leases')}
    WHERE realm_id = ${lease.realmId} AND epoch = ${lease.epoch}::bigint FOR KEY SHARE`.execute(trx)
  if (found.rows.length === 1) return
  throw new BackfillError(
    'BACKFILL_LEASE_LOST',
    `Realm ${lease.realmId} was taken over by another process while this one was away. This one wrote nothing after that.`,
  )
}

async function waitForLock(
  db: Kysely<StateDatabase>,
  schema: string,
  request: LeaseRequest,
): Promise<SessionLock> {
  const name = `qbo-backfill ${schema} ${request.realmId}`
  const deadline = Date.now() + Math.max(request.waitMs, graceMs)
  let told = false
  for (;;) {
    request.signal?.throwIfAborted()
    const lock = await holdSessionLock(db, name)
    if (lock !== undefined) return lock
    if (Date.now() >= deadline)
      throw locked(request.realmId, await holderOf(db.withSchema(schema), request.realmId))
    if (!told && request.waitMs > 0) {
      told = true
      request.onWait?.(await holderOf(db.withSchema(schema), request.realmId))
    }
    await delay(pollMs, undefined, request.signal === undefined ? {} : { signal: request.signal })
  }
}

/** FOR UPDATE waits for page transactions in flight; after the bump none of the former holder can start. */
async function takeOver(db: Kysely<StateDatabase>, request: LeaseRequest): Promise<string> {
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('leases')
      .values({
        realm_id: request.realmId,
        environment: request.environment,
        epoch: 0,
        holder: null,
        acquired_at_utc: null,
      })
      .onConflict((conflict) => conflict.column('realm_id').doNothing())
      .execute()
    const current = await trx
      .selectFrom('leases')
      .select('environment')
      .where('realm_id', '=', request.realmId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    if (current.environment !== request.environment) throw mismatch(request, current.environment)
    const taken = await trx
      .updateTable('leases')
      .set({
        epoch: sql`epoch + 1`,
        holder: JSON.stringify({ pid: process.pid, host: hostname() }),
        acquired_at_utc: sql`now()`,
      })
      .where('realm_id', '=', request.realmId)
      .returning(sql<string>`epoch::text`.as('epoch'))
      .executeTakeFirstOrThrow()
    return taken.epoch
  })
}

async function holderOf(db: Kysely<StateDatabase>, realmId: string): Promise<string> {
  const row = await db
    .selectFrom('leases')
    .select(sql<{ pid: number; host: string } | null>`holder`.as('holder'))
    .where('realm_id', '=', realmId)
    .executeTakeFirst()
  return row?.holder == null ? 'another process' : `process ${row.holder.pid} on ${row.holder.host}`
}

function locked(realmId: string, holder: string): BackfillError {
  return new BackfillError(
    'BACKFILL_LOCKED',
    `Realm ${realmId} is being run by ${holder}. Wait for it, or start with --wait-for-lease SECONDS.`,
    { retryable: true },
  )
}

function mismatch(request: LeaseRequest, stored: string): BackfillError {
  return new BackfillError(
    'BACKFILL_ENVIRONMENT_MISMATCH',
    `Realm ${request.realmId} was loaded into this database as ${stored}, and this run says ${request.environment}. ` +
      `Set QBO_ENVIRONMENT=${stored}, or use another database.`,
  )
}

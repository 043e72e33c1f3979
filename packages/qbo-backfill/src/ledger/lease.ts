import { hostname } from 'node:os'
import { sql, type Kysely, type OperationNodeSource, type Transaction } from 'kysely'
import { z } from 'zod'
import { BackfillError } from '../errors.js'
import { pause } from '../failure/pause.js'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import { holdSessionLock, lockIsHeld, type SessionLock } from '../database/session-lock.js'
import type { StateDatabase } from './tables.js'
import { jsonb, typed } from '../database/typed-parameter.js'

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

/** One transaction of the run, fenced, so that a holder that lost the realm cannot write. */
export type Fenced = <T>(
  lease: Lease,
  work: (trx: Transaction<StateDatabase>, state: Kysely<StateDatabase>) => Promise<T>,
) => Promise<T>

export function fencedIn(db: Kysely<StateDatabase>, schema: string): Fenced {
  return (lease, work) =>
    inOwnTransaction(db, async (trx) => {
      await assertLease(trx, schema, lease)
      return work(trx, trx.withSchema(schema))
    })
}

/** Proves, inside a transaction of the run, that nobody took the realm over; and keeps them out until it commits. */
async function assertLease(trx: Transaction<StateDatabase>, schema: string, lease: Lease): Promise<void> {
  const found = await sql`
    SELECT FROM ${sql.id(schema, 'leases')}
    WHERE realm_id = ${lease.realmId} AND epoch = ${typed(lease.epoch, 'bigint')} FOR KEY SHARE`.execute(trx)
  if (found.rows.length === 1) return
  throw new BackfillError('BACKFILL_LEASE_LOST', {
    en: `Realm ${lease.realmId} was taken over by another process while this one was away. This one wrote nothing after that.`,
    es: `Otro proceso tomó la empresa ${lease.realmId} mientras este estaba ausente. Después de eso, este no escribió nada.`,
  })
}

/** Whether a run or a sync of the realm is alive now. */
export async function leaseIsHeld(
  db: Kysely<StateDatabase>,
  schema: string,
  realmId: string,
): Promise<boolean> {
  const asked = sql`SELECT ${lockIsHeld(sql`${lockName(schema, realmId)}::text`)} AS held`
  const [row] = await readRows(db, 'the locks', z.object({ held: z.boolean() }), asked)
  return row?.held === true
}

function lockName(schema: string, realmId: string): string {
  return `qbo-backfill ${schema} ${realmId}`
}

async function waitForLock(
  db: Kysely<StateDatabase>,
  schema: string,
  request: LeaseRequest,
): Promise<SessionLock> {
  const name = lockName(schema, request.realmId)
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
    await pause(pollMs, request.signal)
  }
}

/** FOR UPDATE waits for page transactions in flight; after the bump none of the former holder can start. */
async function takeOver(db: Kysely<StateDatabase>, request: LeaseRequest): Promise<string> {
  return inOwnTransaction(db, async (trx) => {
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
    const locking = trx
      .selectFrom('leases')
      .select('environment')
      .where('realm_id', '=', request.realmId)
      .forUpdate()
    const current = await onlyRow(trx, z.object({ environment: z.string() }), locking)
    if (current.environment !== request.environment) throw mismatch(request, current.environment)
    const taking = trx
      .updateTable('leases')
      .set({
        epoch: sql`epoch + 1`,
        holder: jsonb({ pid: process.pid, host: hostname() }),
        acquired_at_utc: sql`pg_catalog.now()`,
      })
      .where('realm_id', '=', request.realmId)
      .returning(sql<string>`epoch::text`.as('epoch'))
    return (await onlyRow(trx, z.object({ epoch: z.string() }), taking)).epoch
  })
}

async function onlyRow<Row>(
  trx: Kysely<StateDatabase>,
  row: z.ZodType<Row>,
  statement: OperationNodeSource,
): Promise<Row> {
  const [found] = await readRows(trx, 'the lease of a realm', row, statement)
  if (found === undefined) throw new Error('The lease is gone from its table while it was being taken.')
  return found
}

const holderRow = z.object({ holder: z.object({ pid: z.number(), host: z.string() }).nullable() })

async function holderOf(db: Kysely<StateDatabase>, realmId: string): Promise<string> {
  const asked = db.selectFrom('leases').select('holder').where('realm_id', '=', realmId)
  const [row] = await readRows(db, 'the lease of a realm', holderRow, asked)
  return row?.holder == null ? 'another process' : `process ${row.holder.pid} on ${row.holder.host}`
}

function locked(realmId: string, holder: string): BackfillError {
  return new BackfillError(
    'BACKFILL_LOCKED',
    {
      en: `Realm ${realmId} is being run by ${holder}. Wait for it, or let this one wait.`,
      es: `La empresa ${realmId} la está ejecutando ${holder}. Espere a que termine, o empiece con --wait-for-lease SEGUNDOS.`,
    },
    { retryable: true },
  )
}

function mismatch(request: LeaseRequest, stored: string): BackfillError {
  return new BackfillError('BACKFILL_ENVIRONMENT_MISMATCH', {
    en:
      `Realm ${request.realmId} was loaded into this database as ${stored}, and this run says ${request.environment}. ` +
      `Set QBO_ENVIRONMENT=${stored}, or use another database.`,
    es:
      `La empresa ${request.realmId} se cargó en esta base de datos como ${stored}, y esta corrida indica ${request.environment}. ` +
      `Ponga QBO_ENVIRONMENT=${stored}, o use otra base de datos.`,
  })
}

/** The right to run a realm. Every write of the run proves it again, in its own transaction. */
export interface Lease {
  readonly realmId: string
  readonly epoch: string
  release(): Promise<void>
}

export interface LeaseRequest {
  readonly realmId: string
  readonly environment: string
  readonly waitMs: number
  readonly signal?: AbortSignal | undefined
  /** Called once when the realm turns out to be taken and the caller chose to wait. */
  onWait?(holder: string): void
}

import { sql, type Kysely } from 'kysely'
import { BackfillError } from '../errors.js'
import { inOwnTransaction } from '../database/own-transaction.js'
import type { SessionLock } from '../database/session-lock.js'
import type { StateDatabase } from '../ledger/tables.js'
import { typed } from '../database/typed-parameter.js'
import { decideStep } from './decide-step.js'
import type { Trigger } from './trigger.js'

/** A trigger that is this process's to run. One of its ends must be called: each lets go of the claim. */
export interface TriggerClaim {
  /** What was claimed: run its `request`. */
  readonly trigger: Trigger
  /** Remembers the run that the trigger started, so that a crash after its end does not run it again. */
  started(runId: string): Promise<void>
  /** It ran, and is disabled from now on. */
  complete(message?: string): Promise<void>
  /** It cannot run until a person has looked; then `release` makes it claimable again. */
  fail(message: string): Promise<void>
  /** It was cut short, and is claimable again. */
  interrupt(message: string): Promise<void>
  /** Lets go without a word, as a crash would: it is seen as interrupted. */
  abandon(): Promise<void>
}

export interface ClaimParts {
  readonly db: Kysely<StateDatabase>
  readonly schema: string
  readonly trigger: Trigger
  readonly claimId: string
  readonly lock: SessionLock
}

export function createClaim({ db, schema, trigger, claimId, lock }: ClaimParts): TriggerClaim {
  const { id } = trigger
  const isThis = sql<boolean>`trigger_id = ${typed(id, 'bigint')}`
  const settle = async (step: 'complete' | 'fail' | 'interrupt', message: string | null): Promise<void> => {
    const isSettled = await inOwnTransaction(db, async (trx) => {
      const decision = await decideStep(trx, schema, { id, step, claimId })
      if (decision === undefined || decision.to === null) return false
      await trx
        .withSchema(schema)
        .updateTable('triggers')
        .set({ state: decision.to, message, settled_at_utc: sql`pg_catalog.now()` })
        .where(isThis)
        .execute()
      return true
    })
    await lock.release()
    if (!isSettled) throw lost(id)
  }
  return {
    trigger,
    async started(runId) {
      await inOwnTransaction(db, (trx) =>
        trx
          .withSchema(schema)
          .updateTable('triggers')
          .set({ run_id: runId })
          .where(isThis)
          .where('claim_id', '=', claimId)
          .execute(),
      )
    },
    complete: (message) => settle('complete', message ?? null),
    fail: (message) => settle('fail', message),
    interrupt: (message) => settle('interrupt', message),
    abandon: () => lock.release(),
  }
}

function lost(id: string): BackfillError {
  return new BackfillError('BACKFILL_LEASE_LOST', {
    en: `Trigger ${id} was taken over by another process while this one was away. What became of it is told by that one.`,
    es: `Otro proceso tomó el disparador ${id} mientras este estaba ausente. Aquel dirá cómo terminó.`,
  })
}

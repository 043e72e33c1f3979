import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely'
import { z } from 'zod'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from '../ledger/tables.js'
import { typed } from '../database/typed-parameter.js'
import { createClaim, type TriggerClaim } from './claim.js'
import { claimerLives, holdClaimLock } from './claim-lock.js'
import { decideStep } from './decide-step.js'
import { selectTriggers } from './stored-triggers.js'
import type { TriggerState } from '../ledger/trigger-state.js'

/** Whose due triggers to claim, and for whom. */
export interface DueQuery {
  /** The company: digits. */
  readonly realmId: string
  /** Ids to leave alone, such as those that were tried just now. */
  readonly except?: readonly string[] | undefined
}

/**
 * Claims the trigger that has been due longest: however many look at the same time, one gets it. Undefined if none is
 * due. A trigger whose claimer died is due again.
 */
export async function claimDue(
  db: Kysely<StateDatabase>,
  schema: string,
  query: DueQuery,
): Promise<TriggerClaim | undefined> {
  // First without a lock, which takes a connection: mostly nothing is due.
  if ((await selectDue(db, schema, query, sql``)) === undefined) return undefined
  const claimId = randomUUID()
  const lock = await holdClaimLock(db, claimId)
  try {
    const id = await inOwnTransaction(db, (trx) => takeOne(trx, schema, query, claimId))
    const [trigger] = id === undefined ? [] : await selectTriggers(db.withSchema(schema), { id })
    if (trigger !== undefined) return createClaim({ db, schema, trigger, claimId, lock })
    await lock.release()
    return undefined
  } catch (error) {
    await lock.release()
    throw error
  }
}

async function selectDue(
  db: Kysely<StateDatabase>,
  schema: string,
  { realmId, except = [] }: DueQuery,
  locking: RawBuilder<unknown>,
): Promise<string | undefined> {
  const asked = sql`
    SELECT trigger_id::text AS id FROM ${sql.id(schema, 'triggers')}
    WHERE realm_id = ${realmId} AND at_utc <= pg_catalog.now() AND state NOT IN ('completed', 'failed')
      AND (state <> 'running' OR NOT ${claimerLives(sql.ref('claim_id'))})
      AND NOT trigger_id::text = ANY (${`{${except.join(',')}}`}::text::text[])
    ORDER BY at_utc, trigger_id LIMIT 1 ${locking}`
  const [due] = await readRows(db, 'the triggers that are due', z.object({ id: z.string() }), asked)
  return due?.id
}

async function takeOne(
  trx: Transaction<StateDatabase>,
  schema: string,
  query: DueQuery,
  claimId: string,
): Promise<string | undefined> {
  const passed = [...(query.except ?? [])]
  for (;;) {
    const id = await selectDue(trx, schema, { ...query, except: passed }, sql`FOR UPDATE SKIP LOCKED`)
    if (id === undefined) return undefined
    const decision = await decideStep(trx, schema, { id, step: 'claim' })
    if (decision !== undefined && decision.to !== null) {
      await markClaimed(trx.withSchema(schema), id, decision.to, claimId)
      return id
    }
    passed.push(id)
  }
}

async function markClaimed(
  state: Kysely<StateDatabase>,
  id: string,
  to: TriggerState,
  claimId: string,
): Promise<void> {
  await state
    .updateTable('triggers')
    .set({
      state: to,
      attempts: sql`attempts + 1`,
      claim_id: claimId,
      claimed_by: `process ${process.pid} on ${hostname()}`,
      claimed_at_utc: sql`pg_catalog.now()`,
      message: null,
      settled_at_utc: null,
    })
    .where(sql<boolean>`trigger_id = ${typed(id, 'bigint')}`)
    .execute()
}

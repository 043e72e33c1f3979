import { sql, type Transaction } from 'kysely'
import type { StateDatabase } from '../ledger/tables.js'
import { claimerLives } from './claim-lock.js'
import { observedState, triggerTransitions, type TriggerState, type TriggerStep } from './trigger-state.js'

export interface StepDecision {
  readonly from: TriggerState
  /** Null if the step is refused. */
  readonly to: TriggerState | null
}

/**
 * Asks the transition table, with the row locked until the transaction ends, whether a step is allowed; undefined if
 * there is no such trigger. A claimer names its claim: its steps are refused once the trigger is somebody else's.
 */
export async function decideStep(
  trx: Transaction<StateDatabase>,
  schema: string,
  id: string,
  step: TriggerStep,
  claimId?: string,
): Promise<StepDecision | undefined> {
  const table = sql.id(schema, 'triggers')
  await sql`SELECT FROM ${table} WHERE trigger_id = ${id}::bigint FOR UPDATE`.execute(trx)
  // In a statement of its own: the one that waited for the row's lock may judge by what it saw before.
  const found = await sql<{ state: TriggerState; claim_id: string | null; lives: boolean }>`
    SELECT state, claim_id, ${claimerLives(sql.ref('claim_id'))} AS lives FROM ${table}
    WHERE trigger_id = ${id}::bigint`.execute(trx)
  const [row] = found.rows
  if (row === undefined) return undefined
  const isMine = claimId !== undefined && row.claim_id === claimId
  // A claimer that asks lives, whatever a broken connection made of its lock.
  const from = observedState(row.state, row.lives || isMine)
  return { from, to: claimId === undefined || isMine ? triggerTransitions[from][step] : null }
}

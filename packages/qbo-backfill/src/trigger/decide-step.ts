import { sql, type Transaction } from 'kysely'
import { z } from 'zod'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from '../ledger/tables.js'
import { typed } from '../database/typed-parameter.js'
import { claimerLives } from './claim-lock.js'
import {
  observedState,
  triggerStates,
  triggerTransitions,
  type TriggerState,
  type TriggerStep,
} from '../ledger/trigger-state.js'

const stateRow = z.object({
  state: z.enum(triggerStates),
  claim_id: z.string().nullable(),
  lives: z.boolean(),
})

interface AskedStep {
  readonly id: string
  readonly step: TriggerStep
  readonly claimId?: string
}

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
  { id, step, claimId }: AskedStep,
): Promise<StepDecision | undefined> {
  const table = sql.id(schema, 'triggers')
  const isThis = sql`trigger_id = ${typed(id, 'bigint')}`
  await sql`SELECT FROM ${table} WHERE ${isThis} FOR UPDATE`.execute(trx)
  // In a statement of its own: the one that waited for the row's lock may judge by what it saw before.
  const asked = sql`SELECT state, claim_id, ${claimerLives(sql.ref('claim_id'))} AS lives FROM ${table} WHERE ${isThis}`
  const [row] = await readRows(trx, 'the state of a trigger', stateRow, asked)
  if (row === undefined) return undefined
  const isMine = claimId !== undefined && row.claim_id === claimId
  // A claimer that asks lives, whatever a broken connection made of its lock.
  const from = observedState(row.state, row.lives || isMine)
  return { from, to: claimId === undefined || isMine ? triggerTransitions[from][step] : null }
}

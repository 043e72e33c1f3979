import { sql, type Kysely } from 'kysely'
import { z } from 'zod'
import { entityName } from '../database/entity-name.js'
import { instantText } from '../database/instant-text.js'
import { readRows } from '../database/read-rows.js'
import { runStatuses } from '../ledger/run-state.js'
import type { StateDatabase } from '../ledger/tables.js'
import { jsonb, typed } from '../database/typed-parameter.js'
import { windowSizes } from '../plan/civil-date.js'
import { claimerLives } from './claim-lock.js'
import type { ResolvedTrigger } from './resolve-trigger.js'
import type { Trigger } from './trigger.js'
import { observedState, triggerStates } from '../ledger/trigger-state.js'
import { localTime } from './trigger-time.js'

/** Which triggers: all, those of a realm, or one. */
export interface TriggerQuery {
  readonly realmId?: string | undefined
  readonly id?: string | undefined
}

/** The triggers in the order of their instants, each in the state that it is really in. */
export async function selectTriggers(
  db: Kysely<StateDatabase>,
  query: TriggerQuery,
): Promise<readonly Trigger[]> {
  const { realmId, id } = query
  const asked = triggerRows(db)
    .$if(realmId !== undefined, (rowsOf) => rowsOf.where('triggers.realm_id', '=', realmId ?? ''))
    .$if(id !== undefined, (rowsOf) => rowsOf.where(sql<boolean>`trigger_id = ${typed(id ?? '', 'bigint')}`))
    .orderBy('at_utc')
    .orderBy('trigger_id')
  return (await readRows(db, 'the triggers', triggerRow, asked)).map(toTrigger)
}

/** Stores the trigger and returns its Id; undefined if its instant is past by the clock of the database. */
export async function insertTrigger(
  db: Kysely<StateDatabase>,
  schema: string,
  trigger: ResolvedTrigger & Pick<Trigger, 'rawSchema'>,
): Promise<string | undefined> {
  const { request } = trigger
  const asked = sql`
    INSERT INTO ${sql.id(schema, 'triggers')} (name, realm_id, environment, at_utc, entities, range_from_utc,
      range_to_utc, time_zone, window_size, raw_schema)
    SELECT ${trigger.name ?? null}::text, ${trigger.realmId}::text, ${trigger.environment}::text,
      ${typed(trigger.at, 'timestamptz')}, ${jsonb(request.entities)}, ${typed(request.from, 'timestamptz')},
      ${typed(request.to, 'timestamptz')}, ${request.timeZone}::text, ${request.window ?? null}::text, ${trigger.rawSchema}::text
    WHERE ${typed(trigger.runIfPast, 'boolean')} OR ${typed(trigger.at, 'timestamptz')} > pg_catalog.now()
    RETURNING trigger_id::text AS id`
  const [added] = await readRows(db, 'the new trigger', z.object({ id: z.string() }), asked)
  return added?.id
}

function triggerRows(db: Kysely<StateDatabase>) {
  return db
    .selectFrom('triggers')
    .leftJoin('runs', 'runs.run_id', 'triggers.run_id')
    .select([
      sql<string>`trigger_id::text`.as('id'),
      'name',
      'triggers.realm_id as realm_id',
      'triggers.environment as environment',
      'triggers.entities as entities',
      'triggers.time_zone as time_zone',
      'triggers.window_size as window_size',
      'triggers.raw_schema as raw_schema',
      'state',
      'triggers.attempts as attempts',
      'claimed_by',
      'triggers.run_id as run_id',
      'runs.status as run_status',
      'message',
      claimerLives(sql.ref('claim_id')).as('claimer_lives'),
      instantText('at_utc').as('at'),
      instantText('triggers.range_from_utc').as('range_from'),
      instantText('triggers.range_to_utc').as('range_to'),
      sql<string | null>`${instantText('claimed_at_utc')}`.as('claimed_at'),
      sql<string | null>`${instantText('settled_at_utc')}`.as('settled_at'),
    ])
}

const triggerRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  realm_id: z.string(),
  environment: z.string(),
  entities: z.array(entityName).min(1),
  time_zone: z.string(),
  window_size: z.enum(windowSizes).nullable(),
  raw_schema: z.string(),
  state: z.enum(triggerStates),
  attempts: z.int(),
  claimed_by: z.string().nullable(),
  run_id: z.string().nullable(),
  run_status: z.enum(runStatuses).nullable(),
  message: z.string().nullable(),
  claimer_lives: z.boolean(),
  at: z.string(),
  range_from: z.string(),
  range_to: z.string(),
  claimed_at: z.string().nullable(),
  settled_at: z.string().nullable(),
})

function toTrigger(row: z.infer<typeof triggerRow>): Trigger {
  return {
    id: row.id,
    name: row.name ?? undefined,
    realmId: row.realm_id,
    environment: row.environment,
    at: row.at,
    localTime: localTime(row.at, row.time_zone),
    request: {
      entities: row.entities,
      from: row.range_from,
      to: row.range_to,
      window: row.window_size ?? undefined,
      timeZone: row.time_zone,
    },
    rawSchema: row.raw_schema,
    state: observedState(row.state, row.claimer_lives),
    attempts: row.attempts,
    claimedBy: row.claimed_by ?? undefined,
    claimedAt: row.claimed_at ?? undefined,
    runId: row.run_id ?? undefined,
    runStatus: row.run_status ?? undefined,
    message: row.message ?? undefined,
    settledAt: row.settled_at ?? undefined,
  }
}

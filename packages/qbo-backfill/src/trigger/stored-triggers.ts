import { sql, type Kysely } from 'kysely'
import { instantText } from '../ledger/instant-text.js'
import type { StateDatabase } from '../ledger/tables.js'
import type { WindowSize } from '../plan/civil-date.js'
import { claimerLives } from './claim-lock.js'
import type { ResolvedTrigger } from './resolve-trigger.js'
import type { Trigger } from './trigger.js'
import { observedState } from './trigger-state.js'
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
  const rows = await triggerRows(db)
    .$if(realmId !== undefined, (rowsOf) => rowsOf.where('triggers.realm_id', '=', realmId ?? ''))
    .$if(id !== undefined, (rowsOf) => rowsOf.where('trigger_id', '=', id ?? ''))
    .orderBy('at_utc')
    .orderBy('trigger_id')
    .execute()
  return rows.map(toTrigger)
}

/** Stores the trigger and returns its Id; undefined if its instant is past by the clock of the database. */
export async function insertTrigger(
  db: Kysely<StateDatabase>,
  schema: string,
  trigger: ResolvedTrigger & Pick<Trigger, 'rawSchema'>,
): Promise<string | undefined> {
  const { request } = trigger
  const result = await sql<{ id: string }>`
    INSERT INTO ${sql.id(schema, 'triggers')} (name, realm_id, environment, at_utc, entities, range_from_utc,
      range_to_utc, time_zone, window_size, raw_schema)
    SELECT ${trigger.name ?? null}::text, ${trigger.realmId}::text, ${trigger.environment}::text,
      ${trigger.at}::timestamptz, ${JSON.stringify(request.entities)}::text::jsonb, ${request.from}::timestamptz,
      ${request.to}::timestamptz, ${request.timeZone}::text, ${request.window ?? null}::text, ${trigger.rawSchema}::text
    WHERE ${trigger.runIfPast}::boolean OR ${trigger.at}::timestamptz > now()
    RETURNING trigger_id::text AS id`.execute(db)
  return result.rows[0]?.id
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

type TriggerRow = Awaited<ReturnType<ReturnType<typeof triggerRows>['execute']>>[number]

function toTrigger(row: TriggerRow): Trigger {
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
      window: (row.window_size ?? undefined) as WindowSize | undefined,
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

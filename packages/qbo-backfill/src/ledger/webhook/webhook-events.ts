import { sql, type Kysely } from 'kysely'
import type { WebhookEvent } from 'qbo-client'
import { z } from 'zod'
import { inOwnTransaction } from '../../database/own-transaction.js'
import { readRows } from '../../database/read-rows.js'
import { jsonb, typed } from '../../database/typed-parameter.js'
import type { StateDatabase } from '../tables.js'

/** Stores events, each once however often it is delivered. Answers how many are new. */
export async function insertWebhookEvents(
  db: Kysely<StateDatabase>,
  schema: string,
  events: readonly WebhookEvent[],
): Promise<number> {
  if (events.length === 0) return 0
  const inserted = await inOwnTransaction(db, (trx) =>
    sql`
      INSERT INTO ${sql.id(schema, 'webhook_events')} (event_id, realm_id, entity, record_id, operation, at_utc)
      SELECT DISTINCT ON (event->>'id') event->>'id', event->>'realmId', event->>'entity', event->>'recordId',
        event->>'operation', (event->>'at')::timestamptz
      FROM pg_catalog.jsonb_array_elements(${jsonb(events)}) AS given(event)
      ORDER BY event->>'id'
      ON CONFLICT (event_id) DO NOTHING RETURNING event_id`.execute(trx),
  )
  return inserted.rows.length
}

/** Whoever took an event and has not settled it by then is taken for dead. */
const longestSyncMinutes = 15

export interface TakenEvents {
  readonly realmId: string
  readonly events: readonly { readonly id: string; readonly entity: string }[]
}

/**
 * Takes what is announced of the company whose oldest event waits longest, and at least for so long: meanwhile others
 * gather, which one sync does for. However many take at the same time, an event is given to one.
 */
export async function takeWebhookEvents(
  db: Kysely<StateDatabase>,
  schema: string,
  { gatherMs, realmId }: { readonly gatherMs: number; readonly realmId: string | undefined },
): Promise<TakenEvents | undefined> {
  const table = sql.id(schema, 'webhook_events')
  const isWaiting = sql`settled_at_utc IS NULL AND (taken_at_utc IS NULL
    OR taken_at_utc < pg_catalog.now() - interval '1 minute' * ${sql.lit(longestSyncMinutes)})`
  const isAsked = realmId === undefined ? sql`true` : sql`realm_id = ${realmId}::text`
  const taken = await inOwnTransaction(db, async (trx) => {
    const oldest = await readRows(
      trx,
      'the webhooks that wait',
      z.object({ realmId: z.string() }),
      sql`
        SELECT realm_id AS "realmId" FROM ${table}
        WHERE ${isWaiting} AND ${isAsked}
          AND received_at_utc <= pg_catalog.now() - interval '1 millisecond' * ${typed(gatherMs, 'bigint')}
        ORDER BY received_at_utc LIMIT 1 FOR UPDATE SKIP LOCKED`,
    )
    const [due] = oldest
    if (due === undefined) return undefined
    const { rows } = await sql<{ id: string; entity: string }>`
      UPDATE ${table} AS events SET taken_at_utc = pg_catalog.now()
      FROM (SELECT event_id FROM ${table} WHERE ${isWaiting} AND realm_id = ${due.realmId}::text
        FOR UPDATE SKIP LOCKED) AS waiting
      WHERE events.event_id = waiting.event_id
      RETURNING events.event_id AS id, events.entity AS entity`.execute(trx)
    return { realmId: due.realmId, events: rows }
  })
  return taken
}

/** Months that doctor looks back are days; nobody asks for what was announced before that. */
const keptDays = 31

/** What was announced is synced, or is left for somebody else to take. */
export async function settleWebhookEvents(
  db: Kysely<StateDatabase>,
  schema: string,
  { ids, isDone }: { readonly ids: readonly string[]; readonly isDone: boolean },
): Promise<void> {
  const table = sql.id(schema, 'webhook_events')
  const change = isDone ? sql`settled_at_utc = pg_catalog.now()` : sql`taken_at_utc = NULL`
  await inOwnTransaction(db, async (trx) => {
    await sql`
      UPDATE ${table} SET ${change}
      WHERE event_id IN (SELECT pg_catalog.jsonb_array_elements_text(${jsonb(ids)}))`.execute(trx)
    if (isDone)
      await sql`
        DELETE FROM ${table}
        WHERE settled_at_utc < pg_catalog.now() - interval '1 day' * ${sql.lit(keptDays)}`.execute(trx)
  })
}

/** Enters changes that a sync found: those of an entity of which nothing was announced since then are unannounced. */
export async function noteFoundChanges(
  state: Kysely<StateDatabase>,
  schema: string,
  found: {
    readonly realmId: string
    readonly rawSchema: string
    readonly entity: string
    readonly since: string
    readonly changes: number
  },
): Promise<void> {
  const { realmId, rawSchema, entity, since, changes } = found
  const isAnnounced = sql`EXISTS (
    SELECT FROM ${sql.id(schema, 'webhook_events')}
    WHERE realm_id = ${realmId}::text AND entity = ${entity}::text AND at_utc >= ${typed(since, 'timestamptz')})`
  await sql`
    UPDATE ${sql.id(schema, 'sync_cursors')} SET
      unannounced = CASE WHEN ${isAnnounced} THEN 0 ELSE unannounced + ${typed(changes, 'bigint')} END,
      unannounced_since_utc = CASE WHEN ${isAnnounced} THEN NULL
        ELSE coalesce(unannounced_since_utc, pg_catalog.now()) END
    WHERE realm_id = ${realmId}::text AND raw_schema = ${rawSchema}::text AND entity = ${entity}::text`.execute(
    state,
  )
}

/** What webhooks have announced of a company, and what syncs have found without them. */
export interface WebhookState {
  /** Events of this company or of any other that are kept: none where nobody receives webhooks. */
  readonly isUsed: boolean
  /** Those of this company that wait for a sync. */
  readonly waiting: number
  readonly lastReceivedAt: string | null
  readonly unannounced: readonly {
    readonly entity: string
    readonly changes: number
    readonly since: string
  }[]
}

const instant = (column: string): ReturnType<typeof sql> =>
  sql`pg_catalog.to_char(${sql.ref(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`

export async function selectWebhookState(
  db: Kysely<StateDatabase>,
  schema: string,
  realmId: string,
): Promise<WebhookState> {
  const table = sql.id(schema, 'webhook_events')
  const [received] = await readRows(
    db,
    'the webhooks',
    z.object({ isUsed: z.boolean(), waiting: z.int(), lastReceivedAt: z.string().nullable() }),
    sql`
      SELECT EXISTS (SELECT FROM ${table}) AS "isUsed",
        pg_catalog.count(*) FILTER (WHERE settled_at_utc IS NULL) AS waiting,
        pg_catalog.to_char(pg_catalog.max(received_at_utc) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastReceivedAt"
      FROM ${table} WHERE realm_id = ${realmId}::text`,
  )
  const unannounced = await readRows(
    db,
    'changes that no webhook announced',
    z.object({ entity: z.string(), changes: z.int(), since: z.string() }),
    sql`
      SELECT entity, unannounced AS changes, ${instant('unannounced_since_utc')} AS since
      FROM ${sql.id(schema, 'sync_cursors')}
      WHERE realm_id = ${realmId}::text AND unannounced > 0
        AND unannounced_since_utc < pg_catalog.now() - interval '1 hour'
      ORDER BY entity`,
  )
  if (received === undefined) throw new Error('The database did not say what webhooks it holds.')
  return { ...received, unannounced }
}

import { findEntity, type EntityName, type WebhookEvent } from 'qbo-client'
import type { Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { databaseOptions, withoutHostPlugins } from '../ledger/database-options.js'
import { loadedEntities } from '../ledger/webhook/loaded-entities.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import {
  insertWebhookEvents,
  settleWebhookEvents,
  takeWebhookEvents,
  type TakenEvents,
} from '../ledger/webhook/webhook-events.js'
import { entityNames } from '../options.js'
import { validated } from '../validated.js'

/** Where announced changes are kept. */
export interface WebhookInboxOptions {
  /** The database of the runs. */
  readonly db: Database
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

/** What webhooks have announced, until a sync has looked. A webhook only wakes: what is true the sync asks QuickBooks. */
export interface WebhookInbox {
  /**
   * Stores events of a delivery that `verifyWebhook` has accepted, each once by its id; answers how many are new. One
   * statement: Intuit waits three seconds for its answer, and sends nothing else before that.
   */
  add(events: readonly WebhookEvent[]): Promise<number>
  /** Takes what is due of one company; undefined if nothing is. However many take at the same time, each gets another. */
  take(query?: TakeQuery): Promise<AnnouncedChanges | undefined>
}

/** What is taken from the inbox. */
export interface TakeQuery {
  /** How long events gather before they are due, milliseconds: one sync does for them all. @defaultValue 5000 */
  readonly gatherMs?: number | undefined
  /** Of this company only. @defaultValue any */
  readonly realmId?: string | undefined
}

/** Changes of one company that were announced, for `syncChanges({ …, entities })`. */
export interface AnnouncedChanges {
  /** The company. */
  readonly realmId: string
  /** Those that finished runs have loaded; of others there is nothing to bring up to date. */
  readonly entities: readonly EntityName[]
  /** How many events announce them. */
  readonly events: number
  /** The sync is done. Without it they are due again after 15 minutes. */
  done(): Promise<void>
  /** The sync failed: they are due again at once. */
  release(): Promise<void>
}

const optionsSchema = z.strictObject(databaseOptions)
const querySchema = z.strictObject({
  gatherMs: z.int().min(0).optional(),
  realmId: z.string().min(1).optional(),
})
const usualGatherMs = 5000

/** The inbox of all companies whose runs are in this database. */
export function createWebhookInbox(options: WebhookInboxOptions): WebhookInbox {
  validated('the webhook inbox', optionsSchema, options)
  const { schema = defaultStateSchema } = options
  const db = withoutHostPlugins(options.db)
  const settle = ({ events }: TakenEvents, isDone: boolean): Promise<void> =>
    settleWebhookEvents(db, schema, { ids: events.map(({ id }) => id), isDone })
  return {
    add: (events) => insertWebhookEvents(db, schema, events),
    async take(query = {}) {
      const { gatherMs = usualGatherMs, realmId } = validated('the webhook inbox', querySchema, query)
      for (;;) {
        const taken = await takeWebhookEvents(db, schema, { gatherMs, realmId })
        if (taken === undefined) return undefined
        const loaded = new Set(await loadedEntities(db, schema, taken.realmId))
        const announced = new Set(taken.events.map(({ entity }) => findEntity(entity)?.name ?? entity))
        const names = [...announced].filter((entity) => loaded.has(entity)).sort()
        if (names.length > 0)
          return {
            realmId: taken.realmId,
            entities: entityNames(names),
            events: taken.events.length,
            done: () => settle(taken, true),
            release: () => settle(taken, false),
          }
        await settle(taken, true)
      }
    },
  }
}

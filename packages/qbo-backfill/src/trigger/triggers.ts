import { sql, type Kysely } from 'kysely'
import type { Database } from 'qbo-raw-sink'
import { createRawSink } from 'qbo-raw-sink'
import { z } from 'zod'
import { BackfillError } from '../errors.js'
import type { Words } from '../language.js'
import { migrateState, pendingStateMigrations } from '../ledger/migrate.js'
import { inOwnTransaction } from '../database/own-transaction.js'
import { defaultStateSchema } from '../ledger/state-schema.js'
import type { StateDatabase } from '../ledger/tables.js'
import { typed } from '../database/typed-parameter.js'
import { databaseOptions, withoutHostPlugins } from '../ledger/database-options.js'
import { validated } from '../validated.js'
import type { TriggerClaim } from './claim.js'
import { claimDue, type DueQuery } from './claim-due.js'
import { decideStep } from './decide-step.js'
import { resolveTrigger } from './resolve-trigger.js'
import { insertTrigger, selectTriggers } from './stored-triggers.js'
import type { NewTrigger, Trigger } from './trigger.js'

/** Options of {@link createTriggers}. */
export interface TriggersOptions {
  /** A claim holds one connection of its pool from `claimDue` to its end, and a run two more at least. */
  readonly db: Database
  /** Where the engine keeps its state. @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
}

/** Runs that are stored with an instant in UTC, each of which happens once. */
export interface Triggers {
  /**
   * Stores a trigger.
   * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` for what is wrong with it, and for an instant in the past unless
   * `runIfPast` says that this is meant.
   */
  add(trigger: NewTrigger): Promise<Trigger>
  /** All triggers, or those of a realm, by their instants. One whose claimer died is shown as interrupted. */
  list(query?: { readonly realmId?: string | undefined }): Promise<readonly Trigger[]>
  /** Claims the one that has been due longest, or nothing. However many ask at the same time, one gets it. */
  claimDue(query: DueQuery): Promise<TriggerClaim | undefined>
  /**
   * Makes an interrupted or failed trigger claimable again.
   * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` if there is no such trigger, or it is in another state.
   */
  release(id: string): Promise<Trigger>
  /** Removes those that are completed or failed. Returns how many. */
  prune(query?: { readonly realmId?: string | undefined }): Promise<number>
}

const optionsSchema = z.strictObject(databaseOptions)

/** Opens the list of one-time runs in a database. @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` */
export function createTriggers(options: TriggersOptions): Triggers {
  validated('the triggers', optionsSchema, options)
  const { schema = defaultStateSchema } = options
  const db = withoutHostPlugins(options.db)
  const state = db.withSchema(schema)
  let found = false
  /** Looking must not need the right to create: where there are no tables there are no triggers. */
  const hasTables = async (): Promise<boolean> => {
    found ||= (await pendingStateMigrations(db, schema)) === 0
    return found
  }
  return {
    async add(trigger) {
      const asked = resolveTrigger(trigger)
      // The sink knows what a schema may be called, and what it is called by default.
      const { schema: rawSchema } = createRawSink({ db: options.db, schema: trigger.rawSchema })
      const resolved = { ...asked, rawSchema }
      await migrate(db, schema)
      const id = await insertTrigger(db, schema, resolved)
      if (id === undefined) throw past(resolved.at)
      return only(await selectTriggers(state, { id }), id)
    },
    list: async (query = {}) => ((await hasTables()) ? selectTriggers(state, query) : []),
    claimDue: async (query) => ((await hasTables()) ? claimDue(db, schema, query) : undefined),
    async release(id) {
      if (!/^\d{1,18}$/u.test(id) || !(await hasTables())) throw unknown(id)
      await releaseTrigger(db, schema, id)
      return only(await selectTriggers(state, { id }), id)
    },
    async prune({ realmId } = {}) {
      if (!(await hasTables())) return 0
      const removed = await inOwnTransaction(state, (trx) =>
        trx
          .deleteFrom('triggers')
          .where('state', 'in', ['completed', 'failed'])
          .$if(realmId !== undefined, (query) => query.where('realm_id', '=', realmId ?? ''))
          .returning('trigger_id')
          .execute(),
      )
      return removed.length
    },
  }
}

async function releaseTrigger(db: Kysely<StateDatabase>, schema: string, id: string): Promise<void> {
  await inOwnTransaction(db, async (trx) => {
    const decision = await decideStep(trx, schema, { id, step: 'release' })
    if (decision === undefined) throw unknown(id)
    if (decision.to === null) {
      throw invalid({
        en: `Trigger ${id} is ${decision.from}; only an interrupted or failed one can be released.`,
        es: `El disparador ${id} no está interrumpido ni fallido (${decision.from}), así que no se puede liberar.`,
      })
    }
    await trx
      .withSchema(schema)
      .updateTable('triggers')
      .set({ state: decision.to, claim_id: null, message: null, settled_at_utc: null })
      .where(sql<boolean>`trigger_id = ${typed(id, 'bigint')}`)
      .execute()
  })
}

async function migrate(db: Database, schema: string): Promise<void> {
  try {
    await migrateState(db, schema)
  } catch (error) {
    // 42501: this role may not.
    if ((error as { code?: unknown }).code !== '42501') throw error
    throw new BackfillError(
      'BACKFILL_NOT_MIGRATED',
      {
        en: 'The database lacks the table of triggers, and this role may not create it. A role that may has to migrate first.',
        es: 'A la base de datos le falta la tabla de disparadores, y este rol no puede crearla. Con un rol que pueda, ejecute: qbo-backfill migrate --entities customers,items,invoices',
      },
      { cause: error },
    )
  }
}

function only(found: readonly Trigger[], id: string): Trigger {
  const [trigger] = found
  if (trigger === undefined) throw unknown(id)
  return trigger
}

function past(at: string): BackfillError {
  return invalid({
    en: `The instant ${at} is in the past. Choose a later one, or ask that a run whose instant is past begins at once (runIfPast).`,
    es: `El instante ${at} ya pasó. Elija uno posterior, o indique con --run-if-past (runIfPast) que se ejecute en cuanto se pueda.`,
  })
}

function unknown(id: string): BackfillError {
  return invalid({
    en: `There is no trigger "${id}".`,
    es: `No existe el disparador "${id}". Vea: qbo-backfill trigger list`,
  })
}

function invalid(words: Words): BackfillError {
  return new BackfillError('BACKFILL_INVALID_OPTIONS', words)
}

import {
  decryptTokenSet,
  encryptTokenSet,
  type LockedTokenStore,
  type TokenKey,
  type TokenSet,
  type TokenStore,
} from 'qbo-client'
import { sql, type Kysely } from 'kysely'
import { databaseFailure, type Database } from 'qbo-raw-sink'
import { z } from 'zod'
import { BackfillError } from '../errors.js'
import { databaseOptions, withoutHostPlugins } from './database-options.js'
import { validated } from '../validated.js'
import { pause, tryUntilAborted } from '../failure/pause.js'
import { defaultStateSchema } from './state-schema.js'
import { migrateState } from './migrate.js'
import { inOwnTransaction } from '../database/own-transaction.js'
import { readRows } from '../database/read-rows.js'
import type { StateDatabase } from './tables.js'

/** Options of {@link postgresTokenStore}. */
export interface PostgresTokenStoreOptions {
  /** The database of the tokens; it may be that of the rows. A refresh holds one connection of its pool. */
  readonly db: Database
  /** @defaultValue `qbo_backfill` */
  readonly schema?: string | undefined
  /** 32 bytes. When given, token sets are stored with AES-256-GCM, bound to their key. */
  readonly encryptionKey?: Uint8Array | undefined
}

// A key by another name would leave the tokens in the clear.
const optionsSchema = z.strictObject({
  ...databaseOptions,
  encryptionKey: z
    .custom<Uint8Array>((value) => value instanceof Uint8Array && value.length === 32, 'must be 32 bytes')
    .optional(),
})

/**
 * Keeps tokens in the database, where every process of a fleet finds the newest. A refresh holds a lock of its token's
 * key until the answer is stored: two processes can never spend the same refresh token.
 */
export function postgresTokenStore(options: PostgresTokenStoreOptions): TokenStore {
  validated('the token store', optionsSchema, options)
  const { schema = defaultStateSchema, encryptionKey } = options
  const db = withoutHostPlugins(options.db)
  // Not the promise: a database that was away for a moment would be away for this store for ever.
  let isMigrated = false
  const ready = async (): Promise<void> => {
    if (!isMigrated) await migrateState(db, schema)
    isMigrated = true
  }
  const accessTo = (executor: Kysely<StateDatabase>, key: TokenKey): LockedTokenStore => ({
    load: () => load(executor.withSchema(schema), key, encryptionKey),
    save: (set) => save(executor.withSchema(schema), key, set, encryptionKey),
  })
  return {
    load: (key) =>
      sayingWhatPasses(async () => {
        await ready()
        return accessTo(db, key).load()
      }),
    save: (key, set) =>
      sayingWhatPasses(async () => {
        await ready()
        await inOwnTransaction(db, (trx) => accessTo(trx, key).save(set))
      }),
    withLock: (key, fn, { signal }) =>
      sayingWhatPasses(async () => {
        for (;;) {
          const outcome = await tryUntilAborted(signal, async (waiting, begin) => {
            await ready()
            return tryLocked(db, key, waiting, (trx) => {
              begin()
              return fn(accessTo(trx, key))
            })
          })
          if (outcome === undefined) await pause(pollMs, signal)
          else if ('error' in outcome) throw outcome.error
          else return outcome.value
        }
      }),
  }
}

/** The client cannot know the errors of a database; one that is away for a moment must not end a run for good. */
async function sayingWhatPasses<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (databaseFailure(cause) !== 'passing') throw cause
    const { message } = cause as Error
    const words = {
      en: `The database that the tokens are in is not available: ${message}`,
      es: `La base de datos que guarda los tokens no está disponible: «${message}»`,
    }
    throw new BackfillError('BACKFILL_DATABASE_UNAVAILABLE', words, { retryable: true, cause })
  }
}

/** How often a lock that another process holds is looked at again: a refresh takes it about as long as a request. */
const pollMs = 50

type Outcome<T> = { readonly value: T } | { readonly error: unknown }

/** Does the work in a transaction that holds the lock; undefined if somebody else holds it. */
function tryLocked<T>(
  db: Kysely<StateDatabase>,
  key: TokenKey,
  signal: AbortSignal,
  work: (trx: Kysely<StateDatabase>) => Promise<T>,
): Promise<Outcome<T> | undefined> {
  return inOwnTransaction(db, async (trx) => {
    // Whoever waited for a connection may have given up meanwhile.
    signal.throwIfAborted()
    // Held while the token host answers, which may take longer than a careful server lets transactions idle.
    const name = `qbo-backfill token ${nameOf(key)}`
    const taken = await sql`
      SELECT pg_catalog.set_config('idle_in_transaction_session_timeout', '180000', true)
      WHERE pg_catalog.pg_try_advisory_xact_lock(pg_catalog.hashtextextended(${name}::text, 0::bigint))`.execute(
      trx,
    )
    if (taken.rows.length === 0) return undefined
    try {
      return { value: await work(trx) }
    } catch (error) {
      // What was saved before the failure stays saved: a seed that was tried must not be tried again.
      return { error }
    }
  })
}

async function load(
  db: Kysely<StateDatabase>,
  key: TokenKey,
  encryptionKey: Uint8Array | undefined,
): Promise<TokenSet | undefined> {
  const asked = db
    .selectFrom('tokens')
    .select('token_set')
    .where('environment', '=', key.environment)
    .where('client_id', '=', key.clientId)
    .where('realm_id', '=', key.realmId)
  const [row] = await readRows(db, 'the tokens', z.object({ token_set: z.string() }), asked)
  return row === undefined ? undefined : decryptTokenSet(row.token_set, key, encryptionKey)
}

async function save(
  db: Kysely<StateDatabase>,
  key: TokenKey,
  set: TokenSet,
  encryptionKey: Uint8Array | undefined,
): Promise<void> {
  const token_set = encryptTokenSet(set, key, encryptionKey)
  await db
    .insertInto('tokens')
    .values({ environment: key.environment, client_id: key.clientId, realm_id: key.realmId, token_set })
    .onConflict((conflict) =>
      conflict
        .columns(['environment', 'client_id', 'realm_id'])
        .doUpdateSet({ token_set, updated_at_utc: sql`pg_catalog.now()` }),
    )
    .execute()
}

function nameOf(key: TokenKey): string {
  return `${key.environment} ${key.clientId} ${key.realmId}`
}

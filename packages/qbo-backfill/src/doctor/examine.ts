import { createRawSink } from 'qbo-raw-sink'
import type { QboClient, TokenStore } from 'qbo-client'
import { defaultStateSchema } from '../ledger/state-schema.js'
import type { OpenDatabase } from '../database/open-database.js'
import { withCountedCalls } from '../session/counted-calls.js'
import { qboSource } from '../source/source.js'
import { postgresStore } from '../store/postgres-store.js'
import { checkCompany } from './check-company.js'
import { checkEncoding } from './check-encoding.js'
import { checkConnections } from './check-connections.js'
import { checkRealm } from './check-realm.js'
import { checkRights } from './check-rights.js'
import { checkSchema } from './check-schema.js'
import { checkSessionLock } from './check-session-lock.js'
import { checkSettings } from './check-settings.js'
import { checkSpace } from './check-space.js'
import { checkTokens } from './check-tokens.js'
import { checkWebhooks } from './check-webhooks.js'
import { withoutHostPlugins } from '../ledger/database-options.js'
import type { ReportLanguage } from '../language.js'
import { ok, toldIn, type Finding, type Look } from './finding.js'

/** What `examine` looks at. */
export interface ExamineOptions {
  /** From `openDatabase`, and nothing asked of it yet: how many connections others have is counted before it has more. */
  readonly database: OpenDatabase
  /** What it was opened by: `postgres://…`, `pglite:DIRECTORY`. */
  readonly databaseUrl: string
  /** A client and the store of its tokens; without them QuickBooks is not asked. */
  readonly company?:
    | {
        /** The client that a run would use. */
        readonly client: QboClient
        /** Where its tokens are kept. */
        readonly tokenStore: TokenStore
      }
    | undefined
  /** Schema of the raw tables. @defaultValue `raw` */
  readonly rawSchema?: string | undefined
  /** Language of messages and actions. @defaultValue `en` */
  readonly language?: ReportLanguage | undefined
  /** Stops the call to QuickBooks. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Looks at what a run needs, as `qbo-backfill doctor` does: rights, versions, locks and room of the database; environment,
 * connection and clock of the company. Changes nothing but tokens that are due to be refreshed.
 *
 * @returns What was looked at, each with what to do about it where something is wrong.
 * @example
 * const findings = await examine({ database, databaseUrl, company: { client, tokenStore } })
 * const wrong = findings.filter(({ status }) => status === 'fail')
 */
export async function examine(options: ExamineOptions): Promise<readonly Finding[]> {
  return toldIn(options.language ?? 'en', await lookAtAll(options))
}

/** The same, before it is told in one language. */
export async function lookAtAll(options: Omit<ExamineOptions, 'language'>): Promise<readonly Look[]> {
  const { database, databaseUrl, company, rawSchema, signal = new AbortController().signal } = options
  const found = await examineDatabase(database, databaseUrl, rawSchema)
  if (company === undefined) return found
  return [...found, ...(await examineCompany(database, company.client, company.tokenStore, signal))]
}

/** The database: rights, versions, locks, room. Changes nothing. */
export async function examineDatabase(
  { db }: OpenDatabase,
  databaseUrl: string,
  rawSchema: string | undefined,
): Promise<readonly Look[]> {
  const sink = createRawSink({ db, ...(rawSchema === undefined ? {} : { schema: rawSchema }) })
  // First, while the pool has one connection only: those that it opens later would count as others'.
  const connections = databaseUrl.startsWith('pglite:') ? [] : [await checkConnections(db)]
  const rights = await checkRights(db, [defaultStateSchema, sink.schema])
  return [
    ...connections,
    rights,
    ...(await checkSchema(db, defaultStateSchema, sink, rights.status === 'ok')),
    databaseUrl.startsWith('pglite:')
      ? ok('locks', {
          en: 'The database is open in this process only, and its directory is locked.',
          es: 'La base de datos está abierta solo en este proceso, y su carpeta tiene candado.',
        })
      : await checkSessionLock(db),
    await checkSpace(db, databaseUrl),
    await checkEncoding(db),
    ...(await checkSettings(db)),
  ]
}

/** The company: environment, connection, clock. May refresh the tokens and store them, as every call does. */
async function examineCompany(
  { db }: OpenDatabase,
  client: QboClient,
  tokenStore: TokenStore,
  signal: AbortSignal,
): Promise<readonly Look[]> {
  const { realmId, environment, clientId } = client
  // First: the call may refresh the tokens, and enter what became of them.
  const counted = { source: qboSource(client), store: postgresStore({ db }) }
  const company = await withCountedCalls(counted, () => checkCompany(client, signal))
  const stored = [
    await checkTokens(tokenStore, { realmId, environment, clientId }),
    ...(await checkRealm(db, defaultStateSchema, { realmId, environment })),
    ...(await checkWebhooks(withoutHostPlugins(db), defaultStateSchema, realmId)),
  ]
  // What is stored is well only as long as QuickBooks does not say otherwise.
  const answers = company.every((finding) => finding.status !== 'fail')
  return [...company, ...stored.filter((finding) => answers || finding.status !== 'ok')]
}

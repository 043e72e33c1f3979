import { createRawSink } from 'qbo-raw-sink'
import type { QboClient, TokenStore } from 'qbo-client'
import { defaultStateSchema } from '../ledger/state-schema.js'
import type { OpenDatabase } from '../store/open-database.js'
import { checkCompany } from './check-company.js'
import { checkRealm } from './check-realm.js'
import { checkRights } from './check-rights.js'
import { checkSchema } from './check-schema.js'
import { checkSessionLock } from './check-session-lock.js'
import { checkSpace } from './check-space.js'
import { checkTokens } from './check-tokens.js'
import { ok, type Finding } from './finding.js'

/** The database: rights, versions, locks, room. Changes nothing. */
export async function examineDatabase(
  { db }: OpenDatabase,
  databaseUrl: string,
  rawSchema: string | undefined,
): Promise<readonly Finding[]> {
  const sink = createRawSink({ db, ...(rawSchema === undefined ? {} : { schema: rawSchema }) })
  return [
    await checkRights(db, [defaultStateSchema, sink.schema]),
    ...(await checkSchema(db, defaultStateSchema, sink)),
    databaseUrl.startsWith('pglite:')
      ? ok('locks', 'The database is open in this process only, and its directory is locked.')
      : await checkSessionLock(db),
    await checkSpace(db, databaseUrl),
  ]
}

/** The company: environment, connection, clock. May refresh the tokens and store them, as every call does. */
export async function examineCompany(
  { db }: OpenDatabase,
  client: QboClient,
  tokenStore: TokenStore,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { realmId, environment, clientId } = client
  return [
    ...(await checkRealm(db, defaultStateSchema, { realmId, environment })),
    ...(await checkCompany(client, signal)),
    // After the call: it may have refreshed them.
    await checkTokens(tokenStore, { realmId, environment, clientId }),
  ]
}

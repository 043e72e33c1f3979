import {
  createOAuthClient,
  discoverEndpoints,
  type OAuthClient,
  type OAuthEndpoints,
  type TokenStore,
} from 'qbo-client'
import { invalidSetting } from '../../words/invalid.js'
import { openDatabase } from '../../input/open-database.js'
import type { Arguments } from '../../input/arguments.js'
import { readConnection, tokenStoreOf, type Connection } from '../../input/connection.js'
import { readRealmIfGiven } from '../../input/realm.js'

/** What `auth` works with: the app's keys, and the company if it is known already. */
export interface AuthConnection extends Omit<Connection, 'realmId'> {
  readonly realmId: string | undefined
}

/**
 * Reads the connection as every command does, but for what a first login cannot know yet: the company, and a
 * database that a token file makes needless.
 */
export function readAuthConnection(given: Arguments): AuthConnection {
  const realmId = readRealmIfGiven(given)
  const standIns: Readonly<Record<string, string | undefined>> = {
    QBO_REALM_ID: '0',
    // Only so that its absence is not complained of: a login is what one does without it.
    QBO_REFRESH_TOKEN: 'none',
    DATABASE_URL: given.environment('QBO_TOKEN_FILE') === undefined ? undefined : 'pglite:memory',
  }
  const connection = readConnection({
    ...given,
    environment: (name) => given.environment(name) ?? standIns[name],
  })
  if (connection.tokenFile === undefined && connection.databaseUrl === 'pglite:memory') {
    throw invalidSetting(['DATABASE_URL'], {
      en: 'Tokens would be gone with this process: DATABASE_URL is pglite:memory. Name a database that stays, or set QBO_TOKEN_FILE.',
      es: 'Los tokens se perderían con este proceso: DATABASE_URL es pglite:memory. Indique una base de datos que permanezca, o ponga QBO_TOKEN_FILE.',
    })
  }
  return { ...connection, realmId }
}

/** Works with the store that `run` will look in: the token file if there is one, else the database. */
export async function withTokenStore<T>(
  connection: AuthConnection,
  work: (store: TokenStore) => Promise<T>,
): Promise<T> {
  if (connection.tokenFile !== undefined) return work(tokenStoreOf(connection, undefined))
  const database = await openDatabase(connection.databaseUrl)
  try {
    return await work(tokenStoreOf(connection, database))
  } finally {
    await database.close()
  }
}

/** Asks Intuit about the grant, with the app's keys. */
export function oauthClientOf(
  { environment, clientId, clientSecret, proxy }: AuthConnection,
  { tokenUrl, revokeUrl }: OAuthEndpoints,
  tokenStore: TokenStore,
): OAuthClient {
  const app = { environment, clientId, clientSecret, fetch: proxy?.fetch }
  return createOAuthClient({ ...app, tokenStore, tokenUrl, revokeUrl })
}

/** Intuit's endpoints; those of the host of QBO_TOKEN_URL where that is set and publishes a discovery document. */
export async function findEndpoints(
  { environment, tokenUrl, proxy }: AuthConnection,
  signal: AbortSignal,
): Promise<OAuthEndpoints> {
  const options = { environment, signal, fetch: proxy?.fetch }
  if (tokenUrl === undefined) return discoverEndpoints(options)
  const name = environment === 'sandbox' ? 'openid_sandbox_configuration' : 'openid_configuration'
  const documentUrl = new URL(`/.well-known/${name}`, tokenUrl).href
  return { ...(await discoverEndpoints({ ...options, documentUrl })), tokenUrl }
}

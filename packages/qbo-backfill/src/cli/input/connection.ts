import {
  createQboClient,
  fileTokenStore,
  isQboError,
  memoryTokenStore,
  type QboClient,
  type QboClientOptions,
  type TokenStore,
} from 'qbo-client'
import { spanishIssue } from '../../failure/error-words.js'
import { invalidSetting } from '../words/invalid.js'
import { postgresTokenStore } from '../../ledger/token-store.js'
import type { OpenDatabase } from '../../database/open-database.js'
import type { Arguments } from './arguments.js'
import { readProxy, type Proxy } from './proxy.js'
import { readRealm } from './realm.js'
import { missing, readDatabaseUrl } from './open-database.js'

/** What the environment says about the company and the database. */
export interface Connection {
  readonly environment: 'production' | 'sandbox'
  readonly clientId: string
  readonly clientSecret: string
  readonly realmId: string
  readonly refreshToken: string | undefined
  readonly tokenKey: Uint8Array | undefined
  readonly tokenFile: string | undefined
  readonly apiBaseUrl: string | undefined
  readonly tokenUrl: string | undefined
  readonly databaseUrl: string
  readonly proxy: Proxy | undefined
}

/**
 * Reads the connection, naming everything that is missing at once.
 *
 * @throws {BackfillError} `BACKFILL_INVALID_OPTIONS`
 */
export function readConnection(given: Arguments): Connection {
  const required = ['QBO_CLIENT_ID', 'QBO_CLIENT_SECRET', 'QBO_REALM_ID', 'DATABASE_URL'] as const
  const names = required.filter((name) => given.environment(name) === undefined)
  if (names.length > 0) {
    const isSeeded = given.environment('QBO_REFRESH_TOKEN') !== undefined
    const seed = {
      en: ' QBO_REFRESH_TOKEN is not set either; it is needed unless tokens are stored already.',
      es: ' Tampoco está QBO_REFRESH_TOKEN; hace falta, salvo que ya haya tokens guardados.',
    }
    throw missing(names, isSeeded ? undefined : seed)
  }
  const connection: Connection = {
    environment: readEnvironment(given),
    clientId: given.environment('QBO_CLIENT_ID') ?? '',
    clientSecret: given.environment('QBO_CLIENT_SECRET') ?? '',
    realmId: readRealm(given),
    refreshToken: given.environment('QBO_REFRESH_TOKEN'),
    tokenKey: tokenKeyOf(given.environment('QBO_TOKEN_KEY')),
    tokenFile: given.environment('QBO_TOKEN_FILE'),
    apiBaseUrl: given.environment('QBO_API_BASE_URL'),
    tokenUrl: given.environment('QBO_TOKEN_URL'),
    databaseUrl: readDatabaseUrl(given),
    proxy: readProxy(given),
  }
  checkClientOptions(connection)
  return connection
}

/** Which of Intuit's environments. @throws {BackfillError} `BACKFILL_INVALID_OPTIONS` */
export function readEnvironment(given: Arguments): Connection['environment'] {
  const environment = given.environment('QBO_ENVIRONMENT') ?? 'production'
  if (environment === 'production' || environment === 'sandbox') return environment
  throw invalidSetting(['QBO_ENVIRONMENT'], {
    en: 'QBO_ENVIRONMENT must be production or sandbox.',
    es: 'QBO_ENVIRONMENT debe ser production o sandbox.',
  })
}

/** How the environment names what the client names otherwise. */
const variableOf: Readonly<Record<string, string>> = {
  apiBaseUrl: 'QBO_API_BASE_URL',
  tokenUrl: 'QBO_TOKEN_URL',
  realmId: 'QBO_REALM_ID',
  clientId: 'QBO_CLIENT_ID',
  clientSecret: 'QBO_CLIENT_SECRET',
}

/** A client fails at construction for what is wrong: here, before a database is opened or made. */
function checkClientOptions(connection: Connection): void {
  try {
    createQboClient(clientOptions(connection, memoryTokenStore()))
  } catch (error) {
    if (!isQboError(error) || error.issues === undefined) throw error
    const wrong = error.issues.map(({ path, message }) => ({ name: variableOf[path] ?? path, message }))
    throw invalidSetting(
      wrong.map(({ name }) => name),
      {
        en: `${wrong.map(({ name, message }) => `${name}: ${message}`).join('; ')}.`,
        es: `${wrong.map(({ name, message }) => `${name}: ${spanishIssue(message)}`).join('; ')}.`,
      },
    )
  }
}

/** The client of the company; its tokens live in the database unless QBO_TOKEN_FILE says otherwise. */
export function connectClient(connection: Connection, database: OpenDatabase): QboClient {
  return createQboClient(clientOptions(connection, tokenStoreOf(connection, database)))
}

function clientOptions(connection: Connection, tokenStore: TokenStore): QboClientOptions {
  const { environment, realmId, clientId, clientSecret, refreshToken, apiBaseUrl, tokenUrl } = connection
  return {
    environment,
    realmId,
    clientId,
    clientSecret,
    tokenStore,
    seedRefreshToken: refreshToken,
    apiBaseUrl,
    tokenUrl,
    fetch: connection.proxy?.fetch,
  }
}

/** Where the tokens of the company live. */
export function tokenStoreOf(
  { tokenFile, tokenKey }: Pick<Connection, 'tokenFile' | 'tokenKey'>,
  database: OpenDatabase | undefined,
): TokenStore {
  const key = tokenKey === undefined ? {} : { encryptionKey: tokenKey }
  if (tokenFile !== undefined) return fileTokenStore({ path: tokenFile, ...key })
  if (database === undefined) throw missing(['DATABASE_URL'])
  return postgresTokenStore({ db: database.db, ...key })
}

function tokenKeyOf(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined
  const key = Buffer.from(text, 'base64')
  if (key.length === 32) return key
  throw invalidSetting(['QBO_TOKEN_KEY'], {
    en: 'QBO_TOKEN_KEY must be 32 bytes in base64. Make one with: openssl rand -base64 32',
    es: 'QBO_TOKEN_KEY debe tener 32 bytes en base64. Genere una con: openssl rand -base64 32',
  })
}

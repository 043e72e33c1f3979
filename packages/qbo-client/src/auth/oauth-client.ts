import { z } from 'zod'
import { defaultRevokeUrl, defaultTokenUrl, userAgent } from '../environment.js'
import type { QboEnvironment } from '../environment.js'
import { QboError } from '../errors.js'
import { tidOf } from '../http/answer-error.js'
import { createTransport, largestDocument } from '../http/transport.js'
import type { Send } from '../http/transport.js'
import type { RequestOptions } from '../request-options.js'
import { checkOptions } from '../invalid-options.js'
import { environmentOption, fetchOption, textOption, timeoutOption, urlOption } from '../option-schemas.js'
import type { AuthorizationRedirect } from './authorization.js'
import { grantedTokenSet } from './granted-token-set.js'
import { lookAtTokens } from './stored-tokens.js'
import { basicOf, requestTokens } from './token-host.js'
import type { TokenSet } from './token-set.js'
import { tokenStoreSchema, type TokenStore } from './token-store.js'

/** Options of {@link createOAuthClient}. */
export interface OAuthClientOptions {
  /** Where the companies are; the keys must be of the same. */
  readonly environment: QboEnvironment
  /** The app's key, from the Keys page of the Intuit developer portal. */
  readonly clientId: string
  /** Its secret, from the same page. It is sent to the token host alone, and is in no event and no error. */
  readonly clientSecret: string
  /** Where the tokens of a login are put: the store that the clients of that company are given. */
  readonly tokenStore: TokenStore
  /** Another token host: https, or http on loopback. By default Intuit's. */
  readonly tokenUrl?: string | undefined
  /** Another place to give tokens back: https, or http on loopback. By default Intuit's. */
  readonly revokeUrl?: string | undefined
  /** Sends the requests, such as one that goes through a proxy. By default Node's. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** @defaultValue 60000 */
  readonly timeoutMs?: number | undefined
}

/** Begins and ends the connection between an app and a company. */
export interface OAuthClient {
  /** Turns a code into tokens and saves them. A code is good for one use, so this is never tried twice. */
  exchangeCode(
    redirect: AuthorizationRedirect,
    redirectUri: string,
    options?: RequestOptions,
  ): Promise<{
    /** The company that was connected: digits. */
    readonly realmId: string
    /** What was saved. */
    readonly tokens: TokenSet
  }>
  /** Ends the grant at Intuit, then forgets it here. False when the store held none. */
  revoke(realmId: string, options?: RequestOptions): Promise<boolean>
}

const schema = z.strictObject({
  environment: environmentOption,
  clientId: textOption,
  clientSecret: textOption,
  tokenUrl: urlOption,
  revokeUrl: urlOption,
  tokenStore: tokenStoreSchema,
  fetch: fetchOption,
  timeoutMs: timeoutOption,
})

/** @throws {QboError} QBO_INVALID_OPTIONS */
export function createOAuthClient(options: OAuthClientOptions): OAuthClient {
  checkOptions('OAuth client', schema, options)
  const { environment, clientId, clientSecret, tokenStore } = options
  const send = createTransport({ fetch: options.fetch, timeoutMs: options.timeoutMs ?? 60_000 })
  return {
    async exchangeCode({ code, realmId }, redirectUri, { signal } = {}) {
      const key = { environment, clientId, realmId }
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
      const host = { tokenUrl: options.tokenUrl ?? defaultTokenUrl, app: { clientId, clientSecret } }
      // Before the code is spent the store has shown that it can be read, and nothing is left to fail but the save.
      const tokens = await tokenStore.withLock(
        key,
        async (locked) => {
          // A record that does not open is no obstacle: authorizing again is how a person repairs it.
          const { triedSeeds } = (await lookAtTokens(async () => locked.load())).set ?? {}
          const askedAt = Date.now()
          const { grant } = await requestTokens(send, host, form, signal)
          if (grant.refreshToken === undefined) {
            throw new QboError(
              'QBO_AUTHORIZATION_FAILED',
              'The token host gave no refresh token. Authorize again.',
            )
          }
          const set = {
            ...grantedTokenSet(grant, undefined, askedAt),
            ...(triedSeeds !== undefined && { triedSeeds }),
          }
          await locked.save(set)
          return set
        },
        { signal },
      )
      return { realmId, tokens }
    },
    async revoke(realmId, { signal } = {}) {
      const key = { environment, clientId, realmId }
      const stored = await tokenStore.load(key)
      if (stored === undefined || stored.refreshToken === '') return false
      await sendRevocation(send, options, stored.refreshToken, signal)
      await tokenStore.withLock(
        key,
        async (locked) => {
          // Another login may have saved a new grant meanwhile; that one stays.
          const now = await locked.load()
          if (now?.refreshToken !== stored.refreshToken) return
          await locked.save({
            refreshToken: '',
            ...(now.triedSeeds !== undefined && { triedSeeds: now.triedSeeds }),
          })
        },
        {},
      )
      return true
    },
  }
}

async function sendRevocation(
  send: Send,
  options: OAuthClientOptions,
  token: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const answer = await send(
    {
      method: 'POST',
      url: options.revokeUrl ?? defaultRevokeUrl,
      headers: {
        authorization: `Basic ${basicOf(options)}`,
        'content-type': 'application/json',
        accept: 'application/json',
        'user-agent': userAgent,
      },
      body: JSON.stringify({ token }),
      label: 'token revocation',
      mostBytes: largestDocument,
    },
    signal,
  )
  // 400 says that the token is dead already, which is what was wanted.
  if ((answer.status >= 200 && answer.status < 300) || answer.status === 400) return
  throw new QboError(
    answer.status === 401 ? 'QBO_CLIENT_REJECTED' : 'QBO_SERVER_ERROR',
    `The grant could not be revoked: HTTP ${answer.status}. The stored tokens are as they were.`,
    { retryable: answer.status === 429 || answer.status >= 500, status: answer.status, ...tidOf(answer) },
  )
}

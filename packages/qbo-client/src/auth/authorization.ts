import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { QboError } from '../errors.js'
import { checkOptions } from '../invalid-options.js'
import { textOption, urlOption } from '../option-schemas.js'

/** Where a person consents. */
export const defaultAuthorizeUrl: string = 'https://appcenter.intuit.com/connect/oauth2'

/** Reads and writes: Intuit has no scope that only reads. This library has no call that writes. */
const accountingScope: string = 'com.intuit.quickbooks.accounting'

/** What the address of the consent page says. */
export interface AuthorizationUrlOptions {
  /** The app's key, from the Keys page of the Intuit developer portal. */
  readonly clientId: string
  /** Exactly as it is registered in the developer portal. */
  readonly redirectUri: string
  /** From {@link createState}; it comes back with the redirect. */
  readonly state: string
  /** @defaultValue the accounting scope */
  readonly scope?: string | undefined
  /** Another page to consent on. By default Intuit's. */
  readonly authorizeUrl?: string | undefined
}

/** What a redirect brings: a code for one use, and the company. */
export interface AuthorizationRedirect {
  /** What `exchangeCode` trades for tokens; good once, and soon. */
  readonly code: string
  /** The company that the person chose: digits. */
  readonly realmId: string
}

/** A state that nobody can guess, so that nobody can have a foreign company connected. */
export function createState(): string {
  return randomBytes(24).toString('base64url')
}

const schema = z.strictObject({
  clientId: textOption,
  redirectUri: textOption,
  state: textOption,
  scope: textOption.optional(),
  authorizeUrl: urlOption,
})

/** Builds the address that a person opens to consent. @throws {QboError} QBO_INVALID_OPTIONS */
export function buildAuthorizationUrl(options: AuthorizationUrlOptions): string {
  checkOptions('consent page', schema, options)
  const url = new URL(options.authorizeUrl ?? defaultAuthorizeUrl)
  url.searchParams.set('client_id', options.clientId)
  url.searchParams.set('response_type', 'code')
  url.searchParams.set('scope', options.scope ?? accountingScope)
  url.searchParams.set('redirect_uri', options.redirectUri)
  url.searchParams.set('state', options.state)
  return url.href
}

/**
 * Reads the address that Intuit redirected to, as a server got it or a person pasted it.
 * @throws {QboError} QBO_AUTHORIZATION_FAILED when consent was denied, the state is another, or a part is missing
 */
export function parseRedirect(address: string, state: string): AuthorizationRedirect {
  if (!URL.canParse(address, 'http://localhost')) throw failed('it is not an address')
  const { searchParams } = new URL(address, 'http://localhost')
  if (!isSame(searchParams.get('state') ?? '', state)) {
    throw failed('its state is not the one this login began with. Begin again, and use the newest address')
  }
  const error = searchParams.get('error')
  if (error === 'access_denied') throw failed('consent was denied', error)
  if (error !== null) throw failed(`Intuit refused it (${error.slice(0, 100)})`, error)
  const [code, realmId] = [searchParams.get('code') ?? '', searchParams.get('realmId') ?? '']
  if (code === '') throw failed('it has no code')
  if (!/^\d+$/.test(realmId)) throw failed('it names no company (realmId)')
  return { code, realmId }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return b !== '' && left.length === right.length && timingSafeEqual(left, right)
}

function failed(reason: string, oauthError?: string): QboError {
  return new QboError('QBO_AUTHORIZATION_FAILED', `The redirect cannot be used: ${reason}.`, { oauthError })
}

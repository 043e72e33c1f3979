import { z } from 'zod'
import type { QboEnvironment } from '../environment.js'
import { defaultRevokeUrl, defaultTokenUrl } from '../environment.js'
import { isObject, parseBody } from '../http/fault-body.js'
import { createTransport, largestDocument } from '../http/transport.js'
import { checkOptions } from '../invalid-options.js'
import { environmentOption, fetchOption, timeoutOption, urlOption } from '../option-schemas.js'
import type { RequestOptions } from '../request-options.js'
import { isSafeUrl } from '../safe-url.js'
import { defaultAuthorizeUrl } from './authorization.js'

/** Where OAuth happens. */
export interface OAuthEndpoints {
  /** Where a person consents. */
  readonly authorizeUrl: string
  /** Where codes and refresh tokens are traded. */
  readonly tokenUrl: string
  /** Where tokens are given back. */
  readonly revokeUrl: string
  /** Whether Intuit's document said so, or this is what is built in. */
  readonly source: 'document' | 'built-in'
}

const documents: Readonly<Record<QboEnvironment, string>> = {
  production: 'https://developer.api.intuit.com/.well-known/openid_configuration',
  sandbox: 'https://developer.api.intuit.com/.well-known/openid_sandbox_configuration',
}

const builtIn: OAuthEndpoints = Object.freeze({
  authorizeUrl: defaultAuthorizeUrl,
  tokenUrl: defaultTokenUrl,
  revokeUrl: defaultRevokeUrl,
  source: 'built-in',
})

/** What {@link discoverEndpoints} takes. */
export interface DiscoveryOptions extends RequestOptions {
  /** Whose endpoints: sandbox and production each have a document. */
  readonly environment: QboEnvironment
  /** Another document: https, or http on loopback. By default Intuit's, of the environment. */
  readonly documentUrl?: string | undefined
  /** Sends the request, such as one that goes through a proxy. By default Node's. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** @defaultValue 10000 */
  readonly timeoutMs?: number | undefined
}

const schema = z.strictObject({
  environment: environmentOption,
  documentUrl: urlOption,
  fetch: fetchOption,
  timeoutMs: timeoutOption,
  signal: z.instanceof(AbortSignal).optional(),
})

/**
 * Asks Intuit's discovery document for the endpoints. What cannot be had, or names a host that is not Intuit's,
 * gives way to the built-in ones: a login must not fail for it, nor send a secret elsewhere.
 * @throws {QboError} QBO_INVALID_OPTIONS
 */
export async function discoverEndpoints(options: DiscoveryOptions): Promise<OAuthEndpoints> {
  checkOptions('discovery of endpoints', schema, options)
  const { environment, signal } = options
  const url = options.documentUrl ?? documents[environment]
  const send = createTransport({ fetch: options.fetch, timeoutMs: options.timeoutMs ?? 10_000 })
  try {
    const headers = { accept: 'application/json' }
    const request = { method: 'GET', url, headers, label: 'discovery document' } as const
    const answer = await send({ ...request, mostBytes: largestDocument }, signal)
    return (answer.status === 200 ? readDocument(answer.text.toString(), url) : undefined) ?? builtIn
  } catch {
    signal?.throwIfAborted()
    return builtIn
  }
}

function readDocument(text: string, documentUrl: string): OAuthEndpoints | undefined {
  const { value } = parseBody(text)
  if (!isObject(value)) return undefined
  const read = (name: string): string | undefined => {
    const url = value[name]
    return typeof url === 'string' && isTrusted(url, documentUrl) ? url : undefined
  }
  const [authorizeUrl, tokenUrl] = [read('authorization_endpoint'), read('token_endpoint')]
  const revokeUrl = read('revocation_endpoint')
  if (authorizeUrl === undefined || tokenUrl === undefined || revokeUrl === undefined) return undefined
  return { authorizeUrl, tokenUrl, revokeUrl, source: 'document' }
}

/** Intuit's own hosts; or the very host that the caller chose to ask. */
function isTrusted(url: string, documentUrl: string): boolean {
  if (!isSafeUrl(url)) return false
  const { hostname, protocol } = new URL(url)
  const isIntuit = protocol === 'https:' && (hostname === 'intuit.com' || hostname.endsWith('.intuit.com'))
  return isIntuit || hostname === new URL(documentUrl).hostname
}

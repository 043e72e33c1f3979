import { answer, htmlAnswer, jsonAnswer, type Answer } from '../http/answer.js'
import type { Call } from '../http/call.js'
import type { Grants } from './grants.js'
import { choicePage } from './choice-page.js'
import { invalidGrantAnswer, oauthErrorAnswer, tokensAnswer, type InvalidGrantForm } from './token-answer.js'

export const tokenPath = '/oauth2/v1/tokens/bearer'
export const revokePath = '/v2/oauth2/tokens/revoke'
const authorizePath = '/connect/oauth2'
const discoveryPaths: ReadonlySet<string> = new Set([
  '/.well-known/openid_configuration',
  '/.well-known/openid_sandbox_configuration',
])

/** Whether a path belongs to Intuit's OAuth hosts and not to the data API. */
export function isOauthPath(path: string): boolean {
  const bare = path.replace(/\/$/, '')
  return bare === tokenPath || bare === revokePath || bare === authorizePath || discoveryPaths.has(bare)
}

export interface OauthOptions {
  readonly grants: Grants
  readonly clientId: string
  readonly clientSecret: string
  /** The companies and what they are called; a consent is for the first when the request names none. */
  readonly names: ReadonlyMap<string, string>
}

/** Answers what Intuit's token host, revocation, consent page and discovery document answer; else undefined. */
export function createOauthEndpoints(options: OauthOptions): (call: Call) => Answer | undefined {
  const { grants } = options
  let refusals = 0
  const refuse = (): Answer => invalidGrantAnswer((refusals++ % 3) as InvalidGrantForm)

  function answerToken(call: Call): Answer {
    const form = new URLSearchParams(call.body)
    if (!isClient(call, form, options)) return oauthErrorAnswer(401, 'invalid_client')
    const withHardLimit = call.header('x-include-refresh-token-hard-expires-in') === 'true'
    const grantType = form.get('grant_type')
    if (grantType !== 'refresh_token' && grantType !== 'authorization_code') {
      return oauthErrorAnswer(400, grantType === null ? 'invalid_request' : 'unsupported_grant_type')
    }
    const tokens =
      grantType === 'refresh_token'
        ? grants.refresh(form.get('refresh_token') ?? '')
        : grants.exchangeCode(form.get('code') ?? '', form.get('redirect_uri') ?? '')
    return tokens === undefined ? refuse() : tokensAnswer(tokens, withHardLimit)
  }

  return (call) => {
    const path = call.url.pathname.replace(/\/$/, '')
    if (discoveryPaths.has(path)) return jsonAnswer(200, discoveryDocument(call.url.origin))
    if (path === authorizePath) return answerConsent(call, options)
    if (path !== tokenPath && path !== revokePath) return undefined
    if (call.method !== 'POST') return oauthErrorAnswer(405, 'invalid_request')
    return path === tokenPath ? answerToken(call) : answerRevoke(call, options)
  }
}

/** Basic authentication; id and secret in the body work as well (seen in production code). */
function isClient(call: Call, form: URLSearchParams, { clientId, clientSecret }: OauthOptions): boolean {
  const basic = /^Basic\s+(\S+)$/i.exec(call.header('authorization') ?? '')
  if (basic !== null) {
    return Buffer.from(basic[1]!, 'base64').toString('utf8') === `${clientId}:${clientSecret}`
  }
  return form.get('client_id') === clientId && form.get('client_secret') === clientSecret
}

function answerRevoke(call: Call, options: OauthOptions): Answer {
  const body = readRevocation(call.body)
  if (!isClient(call, body, options)) return oauthErrorAnswer(401, 'invalid_client')
  return options.grants.revoke(body.get('token') ?? '')
    ? answer(200, 'application/json;charset=utf-8', '')
    : oauthErrorAnswer(400, 'invalid_request')
}

/** JSON as Intuit's SDK sends it, or a form. */
function readRevocation(body: string): URLSearchParams {
  try {
    return new URLSearchParams(JSON.parse(body) as Record<string, string>)
  } catch {
    return new URLSearchParams(body)
  }
}

/**
 * The consent page, of a person who always agrees: redirects at once, with code, state and realmId. A browser that has
 * several companies to choose from is asked for one.
 */
function answerConsent(call: Call, { grants, clientId, names }: OauthOptions): Answer {
  const asked = call.url.searchParams
  const redirectUri = asked.get('redirect_uri') ?? ''
  const isRight =
    asked.get('client_id') === clientId && asked.get('response_type') === 'code' && asked.has('state')
  if (!isRight || !URL.canParse(redirectUri)) {
    return htmlAnswer(400, '<html><body><h1>Sorry, but something went wrong</h1></body></html>')
  }
  const [first = ''] = names.keys()
  const chosen = asked.get('realm_id')
  const isBrowser = call.header('accept')?.includes('text/html') === true
  if (chosen === null && isBrowser && names.size > 1) return htmlAnswer(200, choicePage(call, names))
  const realm = chosen ?? first
  const target = new URL(redirectUri)
  target.searchParams.set('code', grants.issueCode(realm, redirectUri))
  target.searchParams.set('state', asked.get('state') ?? '')
  target.searchParams.set('realmId', realm)
  return answer(302, 'text/html', '', { location: target.href })
}

function discoveryDocument(origin: string): string {
  return JSON.stringify({
    issuer: `${origin}/op/v1`,
    authorization_endpoint: origin + authorizePath,
    token_endpoint: origin + tokenPath,
    userinfo_endpoint: `${origin}/v1/openid_connect/userinfo`,
    revocation_endpoint: origin + revokePath,
    jwks_uri: `${origin}/op/v1/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'email', 'profile', 'address', 'phone'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['aud', 'exp', 'iat', 'iss', 'realmid', 'sub'],
  })
}

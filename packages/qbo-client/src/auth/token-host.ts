import { QboError, isQboError } from '../errors.js'
import { blot, tidOf } from '../http/answer-error.js'
import type { HttpAnswer, HttpRequest, Send } from '../http/transport.js'
import { userAgent } from '../environment.js'
import { isObject, parseBody } from '../http/fault-body.js'

/** What identifies the app to the token host. */
export interface AppCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** What the token host granted; lifetimes in seconds, as it gave them. */
export interface TokenGrant {
  readonly accessToken: string
  readonly refreshToken?: string | undefined
  readonly expiresIn?: number | undefined
  readonly refreshTokenExpiresIn?: number | undefined
  readonly refreshTokenHardExpiresIn?: number | undefined
}

/** A grant, with what the answer's event needs. */
export interface TokenHostAnswer {
  readonly grant: TokenGrant
  readonly answer: HttpAnswer
}

/** Asks the token host for tokens, once. */
export async function requestTokens(
  send: Send,
  tokenUrl: string,
  app: AppCredentials,
  form: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<TokenHostAnswer> {
  const answer = await sendTokenRequest(send, buildTokenRequest(tokenUrl, app, form), signal)
  const secrets = [app.clientSecret, ...Object.values(form).filter((value) => value.length > 20)]
  return { grant: processTokenAnswer(answer, secrets), answer }
}

async function sendTokenRequest(send: Send, request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
  try {
    return await send(request, signal)
  } catch (error) {
    if (!isQboError(error)) throw error
    throw new QboError(
      'QBO_REFRESH_FAILED',
      `The token host could not be reached (${error.code}). Nothing stored was changed. Try again later.`,
      { retryable: true, cause: error },
    )
  }
}

/** Builds the POST that both grants use; the hard expiry is told only to those who ask. */
function buildTokenRequest(
  tokenUrl: string,
  app: AppCredentials,
  form: Readonly<Record<string, string>>,
): HttpRequest {
  const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')
  return {
    method: 'POST',
    url: tokenUrl,
    headers: {
      authorization: `Basic ${basic}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      'user-agent': userAgent,
      'x-include-refresh-token-hard-expires-in': 'true',
    },
    body: new URLSearchParams(form).toString(),
    label: `token request (${form['grant_type'] ?? 'unknown'})`,
  }
}

/**
 * Reads the answer. `invalid_grant` counts whatever the status, even in a 200 (node-quickbooks#171); what is not
 * an OAuth answer at all, HTML or an empty body say, is the host's trouble and proves nothing about the token.
 */
function processTokenAnswer(answer: HttpAnswer, secrets: readonly string[] = []): TokenGrant {
  const { value } = parseBody(answer.text)
  const body = isObject(value) ? value : {}
  const oauthError = typeof body['error'] === 'string' ? blot(body['error'], secrets) : undefined
  if (oauthError !== undefined && !isTransientStatus(answer.status)) {
    throw refusal(answer, oauthError, blot(textOf(body['error_description']), secrets))
  }
  const accessToken = textOf(body['access_token'])
  if (answer.status >= 200 && answer.status < 300 && accessToken !== '') {
    const refreshToken = textOf(body['refresh_token'])
    return {
      accessToken,
      ...(refreshToken === '' ? {} : { refreshToken }),
      expiresIn: secondsOf(body['expires_in']),
      refreshTokenExpiresIn: secondsOf(body['x_refresh_token_expires_in']),
      refreshTokenHardExpiresIn: secondsOf(body['x_refresh_token_hard_expires_in']),
    }
  }
  throw new QboError(
    'QBO_REFRESH_FAILED',
    `The token host answered HTTP ${answer.status} without tokens. Nothing stored was changed. Try again later.`,
    { retryable: true, status: answer.status, ...tidOf(answer) },
  )
}

function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

function refusal(answer: HttpAnswer, oauthError: string, description: string): QboError {
  const seen = `HTTP ${answer.status}, ${oauthError}${description === '' ? '' : ` (${description.slice(0, 300)})`}`
  const details = { status: answer.status, oauthError, ...tidOf(answer) }
  if (oauthError === 'invalid_grant') {
    return new QboError(
      'QBO_REAUTHORIZATION_REQUIRED',
      `The token host refused the refresh token: ${seen}. Authorize again, or set a new refresh token.`,
      details,
    )
  }
  return new QboError(
    'QBO_CLIENT_REJECTED',
    `The token host refused the app: ${seen}. Check the client id and secret, and that they are of this environment.`,
    details,
  )
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
}

import { QboError, isQboError } from '../errors.js'
import { retryAfterOf, tidOf } from '../http/answer-error.js'
import { blot } from '../http/blot.js'
import type { HttpAnswer, HttpRequest, Send } from '../http/transport.js'
import { largestDocument } from '../http/transport.js'
import { userAgent } from '../environment.js'
import { isObject, parseBody } from '../http/fault-body.js'
import { judgeTokenAnswer } from './token-verdict.js'

/** What identifies the app to the token host. */
export interface AppCredentials {
  readonly clientId: string
  readonly clientSecret: string
}

/** What the token host granted; lifetimes in seconds, as it gave them. */
export interface TokenGrant {
  /** Absent where a refresh token came alone. */
  readonly accessToken?: string | undefined
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

/** Where tokens are asked for, and who asks. */
export interface TokenHost {
  readonly tokenUrl: string
  readonly app: AppCredentials
}

/** Asks the token host for tokens, once. */
export async function requestTokens(
  send: Send,
  { tokenUrl, app }: TokenHost,
  form: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<TokenHostAnswer> {
  const answer = await sendTokenRequest(send, buildTokenRequest(tokenUrl, app, form), signal)
  const secrets = [app.clientSecret, basicOf(app), form['refresh_token'] ?? '', form['code'] ?? '']
  return { grant: processTokenAnswer(answer, secrets), answer }
}

async function sendTokenRequest(send: Send, request: HttpRequest, signal?: AbortSignal): Promise<HttpAnswer> {
  try {
    return await send(request, signal)
  } catch (error) {
    if (!isQboError(error)) throw error
    throw new QboError(
      'QBO_REFRESH_FAILED',
      `The token host could not be asked (${error.code}). Nothing stored was changed. Try again later.`,
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
  return {
    method: 'POST',
    url: tokenUrl,
    headers: {
      authorization: `Basic ${basicOf(app)}`,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      'user-agent': userAgent,
      'x-include-refresh-token-hard-expires-in': 'true',
    },
    body: new URLSearchParams(form).toString(),
    label: `token request (${form['grant_type'] ?? 'unknown'})`,
    mostBytes: largestDocument,
  }
}

/** The value of a Basic header that names the app. */
export function basicOf({ clientId, clientSecret }: AppCredentials): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString('base64')
}

/**
 * Reads the answer. A refresh token in it is kept first of all: it may be the only one that still lives. `invalid_grant`
 * counts whatever the status, even in a 200 (node-quickbooks#171); what is not an OAuth answer at all, HTML or an empty
 * body say, is the host's trouble and proves nothing about the token.
 */
function processTokenAnswer(answer: HttpAnswer, secrets: readonly string[]): TokenGrant {
  // Some hosts begin with a byte order mark.
  const { value, faults } = parseBody(answer.text.toString().trimStart())
  const body = isObject(value) ? value : {}
  const granted = answer.status >= 200 && answer.status < 300 ? grantOf(body) : undefined
  if (granted !== undefined) return granted
  if (typeof body['error'] === 'string') {
    const { message = '', detail = '' } = faults.find(({ type }) => type === 'OAuth') ?? {}
    throw refusal(answer, blot(message, secrets), blot(detail, secrets))
  }
  throw new QboError(
    'QBO_REFRESH_FAILED',
    `The token host answered HTTP ${answer.status} without tokens. Nothing stored was changed. Try again later.`,
    { retryable: true, status: answer.status, ...tidOf(answer), ...retryAfterOf(answer) },
  )
}

/** Both tokens are a grant whatever else is said; one of them is, where no error is named. */
function grantOf(body: Readonly<Record<string, unknown>>): TokenGrant | undefined {
  const refreshToken = textOf(body['refresh_token'])
  const accessToken = headerTextOf(body['access_token'])
  const needed = textOf(body['error']) === '' ? 1 : 2
  if ([refreshToken, accessToken].filter((token) => token !== '').length < needed) return undefined
  return {
    ...(accessToken === '' ? {} : { accessToken }),
    ...(refreshToken === '' ? {} : { refreshToken }),
    expiresIn: secondsOf(body['expires_in']),
    refreshTokenExpiresIn: secondsOf(body['x_refresh_token_expires_in']),
    refreshTokenHardExpiresIn: secondsOf(body['x_refresh_token_hard_expires_in']),
  }
}

function refusal(answer: HttpAnswer, oauthError: string, description: string): QboError {
  const { code, retryable, refused, advice } = judgeTokenAnswer(answer.status, oauthError)
  const seen = `HTTP ${answer.status}, ${oauthError.slice(0, 100)}${description === '' ? '' : ` (${description.slice(0, 300)})`}`
  return new QboError(code, `The token host refused ${refused}: ${seen}. ${advice}`, {
    retryable,
    status: answer.status,
    oauthError,
    ...tidOf(answer),
    ...retryAfterOf(answer),
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** What RFC 6749 allows in an access token, and a header can carry. */
function headerTextOf(value: unknown): string {
  return typeof value === 'string' && /^[\x20-\x7e]+$/.test(value) ? value : ''
}

function secondsOf(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined
}

import type { EntityName } from './entity-name.js'
import { setMaxListeners } from 'node:events'
import { isQboError } from './errors.js'
import type { QboError, QboErrorCode } from './errors.js'
import type { Clock } from './clock.js'
import { minorVersion, userAgent } from './environment.js'
import type { Emit, QboRequestKind } from './events.js'
import type { TokenManager } from './auth/token-manager.js'
import { readAnswer, tidOf, withAnswer } from './http/answer-error.js'
import type { AnswerText } from './http/answer-text.js'
import { isHeavy } from './http/heavy-answer.js'
import type { RateLimiter } from './http/rate-limiter.js'
import { retryWaitMs, shouldRetry } from './http/retry-policy.js'
import type { HttpAnswer, HttpRequest, Send } from './http/transport.js'

/** How often to send again what came back too heavy, or poisoned, before the caller asks for less. */
export interface AskLessRetries {
  readonly heavy?: number | undefined
  readonly poisoned?: number | undefined
}

/** A request to the API, before it has a token. */
export interface ApiRequest<T> {
  readonly kind: QboRequestKind
  readonly entity?: EntityName | undefined
  /** Below `/v3/company/<realm>/`. */
  readonly path: 'query' | 'cdc' | `reports/${string}`
  readonly search?: Readonly<Record<string, string>>
  /** Sent as a POST when present. */
  readonly body?: string | undefined
  /** What errors and pages call it. */
  readonly label: string
  readonly signal?: AbortSignal | undefined
  /** A lower number of retries after failures that asking for less may cure. */
  readonly askLessRetries?: AskLessRetries | undefined
  /** The part of the answer that is worth parsing; all of it when absent, or where it answers undefined. */
  readonly condense?: ((bytes: Buffer) => string | undefined) | undefined
  /** Reads the answer; what it throws is a failed attempt like any other. */
  interpret(body: unknown): T | Promise<T>
}

/** An answer, understood. */
export interface ApiAnswer<T> {
  readonly value: T
  readonly body: unknown
  readonly text: AnswerText
  readonly headers: Headers
  readonly request: string
  readonly intuitTid?: string
  readonly durationMs: number
}

/** Sends a request until it is answered, or hopeless. */
export type CallApi = <T>(request: ApiRequest<T>) => Promise<ApiAnswer<T>>

/** What {@link createApi} works with. */
export interface ApiOptions {
  readonly companyUrl: string
  readonly send: Send
  readonly tokens: TokenManager
  readonly limiter: RateLimiter
  readonly clock: Clock
  readonly random: () => number
  readonly retries: number
  readonly throttlePauseMs: number
  readonly secrets: readonly string[]
  readonly nextRequestId: () => number
  readonly emit: Emit
  /** Called before each attempt; what it throws ends the request. */
  readonly passGates: () => Promise<void>
}

interface FailedAttempt {
  readonly error: QboError
  readonly retryLimit?: number | undefined
  readonly token: string
  readonly durationMs: number
  readonly metered: boolean
}

/** What came, before anybody has looked at what it says. */
interface AnsweredAttempt {
  readonly answer: HttpAnswer
  readonly body: unknown
  readonly token: string
}

/** What events say of a request. */
interface About {
  readonly requestId: number
  readonly kind: QboRequestKind
  readonly entity?: EntityName
}

/** Limiter, token, transport, verdict, retry: the one way to the API. */
export function createApi(options: ApiOptions): CallApi {
  const { limiter, tokens, clock, emit, throttlePauseMs } = options
  return async (request) => {
    // One signal may end hundreds of calls; Node would warn on stderr from the eleventh on.
    if (request.signal !== undefined) setMaxListeners(0, request.signal)
    const about = {
      requestId: options.nextRequestId(),
      kind: request.kind,
      ...(request.entity && { entity: request.entity }),
    }
    const failures = new Map<QboErrorCode, number>()
    let refreshed = false
    for (let attempt = 1; ; attempt += 1) {
      const attempted = await limiter.run((turn) => attemptOnce(options, request, about, turn), {
        signal: request.signal,
        isRetry: attempt > 1,
      })
      // Not before its place is given back: to read a large answer takes longer than the next call should wait.
      const outcome =
        'answer' in attempted ? await interpreted(options, request, about, attempted) : attempted
      if ('value' in outcome) return outcome
      const { error, token } = outcome
      if (error.code === 'QBO_THROTTLED') limiter.pause(error.retryAfterMs ?? throttlePauseMs)
      const renew = error.code === 'QBO_UNAUTHORIZED' && !refreshed
      const failed = (failures.get(error.code) ?? 0) + 1
      failures.set(error.code, failed)
      const retryLimit = limitFor(request, error) ?? outcome.retryLimit
      const willRetry = renew || shouldRetry(error, { attempt, failed, retries: options.retries, retryLimit })
      emit({ type: 'request.failed', ...about, ...failureFields(outcome), attempt, willRetry })
      if (!willRetry) throw error
      if (renew) {
        // Once: a 401 for the new token too says that the grant itself is gone.
        refreshed = true
        await tokens.replace(token, request.signal)
        continue
      }
      // Any other answer of the server says that it took the token.
      if (error.status !== undefined) refreshed = false
      const ownWaitMs = retryWaitMs(error, attempt, options.random)
      // The limiter waits for the end of a pause, but says so only afterwards.
      const waitMs = Math.max(ownWaitMs, limiter.pausedForMs())
      emit({ type: 'request.retried', ...about, attempt, waitMs, code: error.code })
      await clock.sleep(ownWaitMs, request.signal)
    }
  }
}

async function attemptOnce<T>(
  options: ApiOptions,
  request: ApiRequest<T>,
  about: About,
  turn: () => Promise<number>,
): Promise<AnsweredAttempt | FailedAttempt> {
  const token = await takeTurnWithToken(options, request, about.requestId, turn)
  await options.passGates()
  // What is not sent any more is no call.
  request.signal?.throwIfAborted()
  const startedAt = performance.now()
  let answer: HttpAnswer | undefined
  try {
    answer = await options.send(buildHttpRequest(options.companyUrl, request, token), request.signal)
    const read = readAnswer(answer, request.label, [token, ...options.secrets], request.condense)
    return 'failure' in read
      ? { ...read.failure, token, ...costOf(answer) }
      : { answer, body: read.parsed.body, token }
  } catch (error) {
    if (request.signal?.aborted === true && answer === undefined)
      options.emit({ type: 'request.aborted', ...about, durationMs: elapsedMs(startedAt) })
    if (request.signal?.aborted === true || !isQboError(error)) throw error
    if (answer !== undefined) return { error: withAnswer(error, answer), token, ...costOf(answer) }
    return { error, token, durationMs: elapsedMs(startedAt), metered: false }
  }
}

async function interpreted<T>(
  { emit }: ApiOptions,
  request: ApiRequest<T>,
  about: About,
  { answer, body, token }: AnsweredAttempt,
): Promise<ApiAnswer<T> | FailedAttempt> {
  try {
    const value = await request.interpret(body)
    const tid = tidOf(answer)
    emit({ type: 'request.completed', ...about, status: answer.status, ...costOf(answer), ...tid })
    const { text, headers, durationMs } = answer
    return { value, body, text, headers, request: request.label, durationMs, ...tid }
  } catch (error) {
    if (request.signal?.aborted === true || !isQboError(error)) throw error
    return { error: withAnswer(error, answer), token, ...costOf(answer) }
  }
}

function elapsedMs(startedAt: number): number {
  return Math.round(performance.now() - startedAt)
}

/** A token first, the turn second: a start time that waits for a token would let starts bunch up. */
async function takeTurnWithToken(
  options: ApiOptions,
  request: { readonly signal?: AbortSignal | undefined },
  requestId: number,
  turn: () => Promise<number>,
): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const token = await options.tokens.accessToken(request.signal)
    const waitMs = Math.round(await turn())
    if (waitMs > 0) options.emit({ type: 'throttle.waited', requestId, waitMs })
    // A long pause may outlive the token; one that is stale at once is sent all the same.
    if (tries > 1 || options.tokens.isCurrent(token)) return token
  }
}

function limitFor(
  { askLessRetries }: { readonly askLessRetries?: AskLessRetries | undefined },
  error: QboError,
): number | undefined {
  // The same question has the same large answer.
  if (error.code === 'QBO_ANSWER_TOO_LARGE') return undefined
  if (isHeavy(error)) return askLessRetries?.heavy
  return error.code === 'QBO_QUERY_UNPROCESSABLE' ? askLessRetries?.poisoned : undefined
}

/** Only 2xx answers are metered, a fault inside 200 among them. */
function costOf(answer: HttpAnswer): { readonly durationMs: number; readonly metered: boolean } {
  return { durationMs: answer.durationMs, metered: answer.status >= 200 && answer.status < 300 }
}

function failureFields(outcome: {
  readonly error: QboError
  readonly durationMs: number
  readonly metered: boolean
}) {
  const { error, durationMs, metered } = outcome
  const faultCode = error.faults?.find((fault) => fault.code !== undefined)?.code
  return {
    code: error.code,
    durationMs,
    metered,
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(faultCode === undefined ? {} : { faultCode }),
    ...(error.intuitTid === undefined ? {} : { intuitTid: error.intuitTid }),
  }
}

/** Of up to twelve custom fields, an answer that is not asked for all of them holds three (QuickBooksSharp#31). */
const withRecords: ReadonlySet<QboRequestKind> = new Set<QboRequestKind>(['query', 'read', 'cdc'])
const allCustomFields = { include: 'enhancedAllCustomFields' }

function buildHttpRequest<T>(companyUrl: string, request: ApiRequest<T>, token: string): HttpRequest {
  const include = withRecords.has(request.kind) ? allCustomFields : {}
  const search = Object.entries({ ...request.search, ...include, minorversion: minorVersion })
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
  return {
    method: request.body === undefined ? 'GET' : 'POST',
    url: `${companyUrl}/${request.path}?${search}`,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'user-agent': userAgent,
      ...(request.body === undefined ? {} : { 'content-type': 'application/text' }),
    },
    body: request.body,
    label: request.label,
  }
}

import ky from 'ky'
import { QboError } from '../errors.js'
import { answerText, type AnswerText } from './answer-text.js'
import { OversizeError, readBeginning, readWhole } from './read-body.js'

const mebibyte = 1_048_576

/**
 * No real page comes near: 1000 records of 134 KB each. A page beyond it is asked for at half the size, so the limit
 * costs no record; it keeps a few requests at once within the memory of a small container.
 */
const largestPage = 128 * mebibyte

/** Answers that hold no records: tokens, endpoints. */
export const largestDocument: number = mebibyte

/** Of an answer that is a failure, the rest is not read. */
const largestFault = mebibyte

/** One HTTP request, ready to send. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** What errors call it: a statement or a path, never a header. */
  readonly label: string
  /** The most bytes that an answer may have, decompressed. @defaultValue 134217728 */
  readonly mostBytes?: number | undefined
}

/** One HTTP answer, read to its last byte. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: AnswerText
  readonly durationMs: number
}

/** Sends one request once. */
export type Send = (request: HttpRequest, signal?: AbortSignal) => Promise<HttpAnswer>

/** The only place that knows how requests travel: ky sends, once; retries are decided elsewhere. */
export function createTransport(options: {
  readonly fetch: typeof globalThis.fetch | undefined
  readonly timeoutMs: number
}): Send {
  const { fetch, timeoutMs } = options
  return async (request, signal) => {
    signal?.throwIfAborted()
    const startedAt = performance.now()
    const deadline = startDeadline(timeoutMs, signal)
    try {
      // The race ends the wait even where an injected fetch does not heed its signal.
      const answer = await Promise.race([exchange(request, deadline.signal, fetch), deadline.expired])
      return { ...answer, durationMs: Math.round(performance.now() - startedAt) }
    } catch (error) {
      signal?.throwIfAborted()
      if (deadline.isOver()) {
        throw new QboError(
          'QBO_TIMEOUT',
          `${request.label}: the answer was not complete after ${timeoutMs} ms. Try again, or ask for less.`,
          { retryable: true, request: request.label },
        )
      }
      if (error instanceof OversizeError) throw tooLarge(request, error.most)
      throw new QboError(
        'QBO_NETWORK',
        `${request.label}: the connection failed (${networkReason(error)}). Check the network and the host name.`,
        { retryable: true, request: request.label, cause: bareCause(error) },
      )
    } finally {
      deadline.clear()
    }
  }
}

async function exchange(
  request: HttpRequest,
  signal: AbortSignal,
  fetch: typeof globalThis.fetch | undefined,
): Promise<Omit<HttpAnswer, 'durationMs'>> {
  const response = await ky(request.url, {
    method: request.method,
    headers: request.headers,
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(fetch === undefined ? {} : { fetch }),
    signal,
    retry: 0,
    // The deadline below also covers the body; ky's own timeout ends with the headers.
    timeout: false,
    throwHttpErrors: false,
    // The API never redirects. Following one would take the bearer token to a host nobody chose.
    redirect: 'manual',
  })
  const most = request.mostBytes ?? largestPage
  const body = response.ok
    ? await readWhole(response.body, most)
    : await readBeginning(response.body, Math.min(most, largestFault))
  return { status: response.status, headers: response.headers, text: answerText(body) }
}

function tooLarge(request: HttpRequest, most: number): QboError {
  return new QboError(
    'QBO_ANSWER_TOO_LARGE',
    `${request.label}: the answer is larger than ${most} bytes, and was not read further. Ask for less.`,
    { request: request.label },
  )
}

/** Aborts on time or on the caller's signal. Listens by hand: nothing stays on a signal that outlives the request. */
function startDeadline(timeoutMs: number, signal: AbortSignal | undefined) {
  const controller = new AbortController()
  let over = false
  let expire: (reason: unknown) => void = () => undefined
  const expired = new Promise<never>((_resolve, reject) => {
    expire = reject
  })
  expired.catch(() => undefined)
  const stop = (reason: unknown): void => {
    controller.abort(reason)
    expire(reason)
  }
  const onAbort = (): void => stop(signal?.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => {
    over = true
    stop(new Error('timeout'))
  }, timeoutMs)
  return {
    signal: controller.signal,
    expired,
    isOver: () => over,
    clear(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    },
  }
}

/** A fetch's error may carry the request, and with it the Authorization header: only code and text are kept. */
function bareCause(error: unknown): Error | undefined {
  const code = errorCode(error)
  if (code === undefined) return undefined
  return Object.assign(new Error(code), { code })
}

function networkReason(error: unknown): string {
  return errorCode(error) ?? 'no reason given'
}

/** Not by `instanceof`: a test runner that keeps its globals apart has another `Error` than fetch. */
function errorCode(error: unknown): string | undefined {
  let at = error
  for (let depth = 0; typeof at === 'object' && at !== null && depth < 5; depth += 1) {
    const { code, cause }: { code?: unknown; cause?: unknown } = at
    at = cause
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]*$/.test(code)) return code
  }
  return undefined
}

import type { QboErrorCode } from '../errors.js'

/** What an answer means to the caller. */
export interface Verdict {
  readonly code: QboErrorCode
  readonly retryable: boolean
  /** How often this kind is worth sending again at once; the client's own number of retries when absent. */
  readonly retryLimit?: number
  /** What a person can do. */
  readonly advice: string
}

const reconnect = 'Somebody who administers the company must connect it to the app again.'
const bug = 'Correct the statement; sending it again will not help.'
const later = 'Try again later.'

/**
 * By the code of the fault, which means the same whatever the format, and whatever the status but "not now". The codes are
 * those of https://developer.intuit.com/app/developer/qbo/docs/develop/troubleshooting/error-codes; what helps is from the field.
 */
const byFaultCode: Readonly<Record<string, Verdict>> = {
  100: unauthorized(),
  110: unauthorized(),
  120: verdict('QBO_REAUTHORIZATION_REQUIRED', reconnect),
  // Seen when a sandbox company is asked of production and the reverse, and rarely by a mistake of routing.
  130: { ...verdict('QBO_ENVIRONMENT_MISMATCH', mismatch()), retryLimit: 1 },
  140: {
    ...transient('QBO_COMPANY_UNAVAILABLE', 'The company is locked. Try again in some minutes.'),
    retryLimit: 0,
  },
  150: {
    ...transient('QBO_COMPANY_UNAVAILABLE', 'The company is under maintenance. Try again in an hour.'),
    retryLimit: 0,
  },
  610: verdict('QBO_NOT_FOUND', 'It was deleted, made inactive, or never existed.'),
  3001: transient(
    'QBO_THROTTLED',
    'The request limit of the company was reached. Wait a minute, or lower rateLimit.',
  ),
  3100: verdict('QBO_ENVIRONMENT_MISMATCH', mismatch()),
  3200: unauthorized(),
  3201: verdict('QBO_FORBIDDEN', reconnect),
  3202: verdict('QBO_FORBIDDEN', reconnect),
  4000: verdict('QBO_QUERY_INVALID', bug),
  4001: verdict('QBO_QUERY_INVALID', bug),
  // One bad row poisons the page it is on (PHP-SDK#216): the cure is to ask for less, not to ask again.
  4002: {
    ...transient('QBO_QUERY_UNPROCESSABLE', 'A record in the range cannot be read. Ask for less.'),
    retryLimit: 1,
  },
  5020: verdict('QBO_FORBIDDEN', 'The user who connected the company may not read this.'),
  5030: verdict(
    'QBO_FEATURE_UNAVAILABLE',
    'The plan of the company lacks this feature. Leave the entity out.',
  ),
  // Mostly "Unexpected Internal Error (-30000)", worth one more try.
  6000: { ...verdict('QBO_FAULT', 'See the detail.'), retryLimit: 1 },
  6002: transient('QBO_GATEWAY_TIMEOUT', 'Ask for less, or try again later.'),
  6190: verdict('QBO_SUBSCRIPTION_ENDED', 'The subscription of the company must be renewed.'),
  7001: { ...transient('QBO_SERVER_ERROR', later), retryLimit: 2 },
  10000: {
    ...transient('QBO_QUERY_UNPROCESSABLE', 'QuickBooks failed while answering. Ask for less, or try later.'),
    retryLimit: 2,
  },
}

/** By HTTP status, when no code decides. */
const byStatus: Readonly<Record<number, Verdict>> = {
  401: unauthorized(),
  403: verdict('QBO_FORBIDDEN', reconnect),
  404: verdict('QBO_NOT_FOUND', 'Check the realm id and the host.'),
  408: transient('QBO_GATEWAY_TIMEOUT', 'Ask for less, or try again later.'),
  // Without a code it may also be the month's budget, which ends with the month and not with a minute.
  429: transient('QBO_THROTTLED', 'Wait a minute. If it stays, the calls of the month may be spent.'),
  504: transient('QBO_GATEWAY_TIMEOUT', 'Ask for less, or try again later.'),
}

/**
 * The codes that are believed whatever the status: a throttle, a row that poisons its page, a page too heavy. All of
 * them pass, or are cured by asking for less.
 */
const believedCodes: ReadonlySet<string> = new Set(['3001', '4002', '6002', '10000'])

/**
 * The one table: what an answer with this status and these fault codes means. Pure; it reads no message.
 * Undefined when there is nothing wrong with it.
 *
 * A status that says "not now" outranks the code: in an outage Intuit answers HTTP 500 with code 3100
 * (python-quickbooks#106, qbo_api#81), and nobody's keys are wrong.
 */
export function judgeAnswer(
  status: number,
  faultCodes: readonly (string | undefined)[],
): Verdict | undefined {
  const isBelieved = (code: string): boolean => !isPassingStatus(status) || believedCodes.has(code)
  for (const code of faultCodes) {
    const known = code === undefined || !isBelieved(code) ? undefined : byFaultCode[code]
    if (known !== undefined) return known
  }
  const known = byStatus[status]
  if (known !== undefined) return known
  if (status >= 500) return transient('QBO_SERVER_ERROR', later)
  if (status >= 400 || faultCodes.length > 0) return verdict('QBO_FAULT', 'See the code and the detail.')
  if (status >= 300) return verdict('QBO_UNEXPECTED_RESPONSE', 'The API never redirects. Check the host.')
  return undefined
}

/** Whether a status says that the server could not answer just now, and nothing about the request. */
export function isPassingStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

function verdict(code: QboErrorCode, advice: string): Verdict {
  return { code, retryable: false, advice }
}

function transient(code: QboErrorCode, advice: string): Verdict {
  return { code, retryable: true, advice }
}

function unauthorized(): Verdict {
  return verdict(
    'QBO_UNAUTHORIZED',
    'A fresh access token was refused too. Connect the company to the app again.',
  )
}

function mismatch(): string {
  return 'The company is not of this environment or not connected to this app: a sandbox company needs environment "sandbox" and development keys, a real one "production" and production keys.'
}

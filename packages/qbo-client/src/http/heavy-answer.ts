import type { QboError } from '../errors.js'
import { longestPauseMs } from './retry-policy.js'

/** Bad gateway and service unavailable: what a gateway says when the server behind it took too long or fell over. */
const gatewayStatuses: ReadonlySet<number | undefined> = new Set([502, 503])

const heavyCodes: ReadonlySet<string> = new Set([
  'QBO_TIMEOUT',
  'QBO_GATEWAY_TIMEOUT',
  'QBO_ANSWER_TOO_LARGE',
])

/** Whether asking for less may help: no answer in time, one too large, or a gateway's own (6002, HTTP 502 to 504). */
export function isHeavy(error: QboError): boolean {
  // Who asks to be left alone for an hour does not want smaller questions.
  if ((error.retryAfterMs ?? 0) > longestPauseMs) return false
  if (heavyCodes.has(error.code)) return true
  return error.code === 'QBO_SERVER_ERROR' && gatewayStatuses.has(error.status)
}

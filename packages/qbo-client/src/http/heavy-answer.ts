import type { QboError } from '../errors.js'

/** Bad gateway and service unavailable: what a gateway says when the server behind it took too long or fell over. */
const gatewayStatuses: ReadonlySet<number | undefined> = new Set([502, 503])

/** Whether asking for less may help: no answer in time, or a gateway's own (6002, HTTP 502 to 504). */
export function isHeavy(error: QboError): boolean {
  if (error.code === 'QBO_TIMEOUT' || error.code === 'QBO_GATEWAY_TIMEOUT') return true
  return error.code === 'QBO_SERVER_ERROR' && gatewayStatuses.has(error.status)
}

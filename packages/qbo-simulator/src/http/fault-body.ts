import { formatPacificMs } from '../time/pacific.js'

export interface FaultError {
  readonly message: string
  readonly detail?: string
  readonly code: string
  readonly element?: string
}

/** `{"Fault":{"Error":[…],"type"},"time"}`: what the data service itself answers. */
export function faultJson(error: FaultError, type: string, nowMs: number): string {
  return JSON.stringify({ Fault: faultObject(error, type), time: formatPacificMs(nowMs) })
}

/** The Fault object alone, for where it stands inside something else. */
export function faultObject({ message, detail, code, element }: FaultError, type: string): object {
  const error = {
    Message: message,
    ...(detail === undefined ? {} : { Detail: detail }),
    code,
    ...(element === undefined ? {} : { element }),
  }
  return { Error: [error], type }
}

/**
 * The lower-case form in front of the data service, with its retinue of nulls and an epoch for `time` (E, from
 * python#250 and jsclient#2).
 */
export function serviceFaultJson(error: FaultError, type: string, nowMs: number): string {
  const { message, detail = null, code, element = null } = error
  return JSON.stringify({
    warnings: null,
    intuitObject: null,
    fault: { error: [{ message, detail, code, element }], type },
    report: null,
    queryResponse: null,
    batchItemResponse: [],
    attachableResponse: [],
    syncErrorResponse: null,
    requestId: null,
    time: Math.floor(nowMs),
    status: null,
    cdcresponse: [],
  })
}

/** The XML form, which comes whatever the Accept header asks for. */
export function faultXml({ message, detail, code }: FaultError, type: string, nowMs: number): string {
  const shownDetail = detail === undefined ? '' : `<Detail>${escapeXml(detail)}</Detail>`
  return (
    `<IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="${formatPacificMs(nowMs)}">` +
    `<Fault type="${type}"><Error code="${code}"><Message>${escapeXml(message)}</Message>${shownDetail}</Error>` +
    '</Fault></IntuitResponse>'
  )
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

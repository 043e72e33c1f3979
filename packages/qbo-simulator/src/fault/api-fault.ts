import { jsonAnswer, type Answer } from '../http/answer.js'
import { faultJson, serviceFaultJson, type FaultError } from '../http/fault-body.js'
import type { QueryFault } from '../query/query-fault.js'

/** The faults that the simulator finds itself; injected ones are in fault/. */

const queryMessages = {
  '4000': 'Error parsing query',
  '4001': 'Invalid query',
  '4002': 'Error processing query',
  '5030': 'Feature Not Supported Error',
} as const

export function queryFaultError(fault: QueryFault): FaultError {
  return { message: queryMessages[fault.code], detail: fault.message, code: fault.code }
}

export function queryFaultAnswer(fault: QueryFault, nowMs: number): Answer {
  return validationAnswer(queryFaultError(fault), nowMs, fault.status)
}

export function validationAnswer(error: FaultError, nowMs: number, status = 400): Answer {
  return jsonAnswer(status, faultJson(error, 'ValidationFault', nowMs))
}

/** 3200, in lower case: the gateway answers, not the data service. */
export function unauthorizedAnswer(detail: string, nowMs: number): Answer {
  const message = 'message=AuthenticationFailed; errorCode=003200; statusCode=401'
  return jsonAnswer(401, serviceFaultJson({ message, detail, code: '3200' }, 'AUTHENTICATION', nowMs))
}

/** 3100: a token that is good, but not for this company; or, as 500, an outage (python-quickbooks#106, qbo_api#81). */
export function forbiddenAnswer(nowMs: number, status = 403): Answer {
  const name = status < 500 ? 'AuthorizationFailed' : 'InternalServerError'
  const message = `message=${name}; errorCode=003100; statusCode=${status}`
  return jsonAnswer(status, serviceFaultJson({ message, code: '3100' }, 'SERVICE', nowMs))
}

/** Code 500 at HTTP 400, which is also what a missing realm id gets (PHP#246). */
export function noResourceAnswer(path: string, nowMs: number): Answer {
  const detail = `Could not find resource for relative : ${path.replace('//', '/')}`
  return validationAnswer({ message: 'Unsupported Operation', detail, code: '500' }, nowMs)
}

export function unsupportedAnswer(detail: string, nowMs: number, status = 400): Answer {
  return validationAnswer({ message: 'Unsupported Operation', detail, code: '500' }, nowMs, status)
}

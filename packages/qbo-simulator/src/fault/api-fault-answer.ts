import { forbiddenAnswer, queryFaultAnswer, unauthorizedAnswer, validationAnswer } from './api-fault.js'
import { answer, htmlAnswer, jsonAnswer, xmlAnswer, type Answer, type Transport } from '../http/answer.js'
import { faultJson, faultObject, faultXml, serviceFaultJson, type FaultError } from '../http/fault-body.js'
import { planFault } from '../query/query-fault.js'
import { formatPacificMs } from '../time/pacific.js'
import type { ApiFaultKind } from './fault-kind.js'
import type { ApiFault } from './fault-queue.js'
import { maintenance, nginxBadGateway, noDestination } from './pages.js'

const applicationError: FaultError = {
  message: 'An application error has occurred while processing your request',
  detail: 'System Failure Error: java.lang.NullPointerException',
  code: '10000',
}
const processingError: FaultError = {
  message: 'Error processing query',
  detail: 'QueryProcessingError: To email address entered is invalid',
  code: '4002',
}

/** What replaces the true answer; undefined for the faults that only spoil it. */
export function buildApiFaultAnswer({ kind, status }: ApiFault, nowMs: number): Answer | undefined {
  switch (kind) {
    case 'throttled':
      return throttledAnswer(nowMs, status)
    case 'server-error':
      return jsonAnswer(status ?? 500, faultJson(applicationError, 'SystemFault', nowMs))
    case 'bad-gateway':
      return htmlAnswer(502, nginxBadGateway)
    case 'maintenance':
      return htmlAnswer(status ?? 503, maintenance)
    case 'gateway-timeout':
      return gatewayTimeoutAnswer(nowMs)
    case 'no-destination':
      return htmlAnswer(400, noDestination)
    case 'feature-not-supported':
      return queryFaultAnswer(planFault(), nowMs)
    case 'subscription-ended':
      return validationAnswer(subscriptionEnded, nowMs)
    case 'permission-denied':
      return jsonAnswer(403, faultJson(permissionDenied, 'ValidationFault', nowMs))
    case 'unknown-entity':
      return validationAnswer(unknownEntity, nowMs)
    case 'query-processing-error':
      return jsonAnswer(status ?? 400, faultJson(processingError, 'ValidationFault', nowMs))
    case 'fault-in-200':
      return jsonAnswer(200, faultJson(applicationError, 'SystemFault', nowMs))
    case 'fault-in-query-response':
      return jsonAnswer(200, faultInQueryResponse(nowMs))
    case 'empty-body':
      return jsonAnswer(200, '')
    default:
      return buildAuthenticationAnswer(kind, nowMs, status)
  }
}

/** 3001 is XML whatever the Accept header says, and has no Retry-After (D). Earlier it came with 403. */
export function throttledAnswer(nowMs: number, status = 429): Answer {
  const message = `message=ThrottleExceeded; errorCode=003001; statusCode=${status}`
  const detail = 'The request limit was reached.  Try again later'
  return xmlAnswer(status, faultXml({ message, detail, code: '3001' }, 'SERVICE', nowMs))
}

/** How the connection of a fault ends. */
export function transportOf(kind: ApiFaultKind): Transport | undefined {
  const transports: readonly string[] = ['reset', 'reset-mid-body', 'hang', 'hang-mid-body']
  return transports.includes(kind) ? (kind as Transport) : undefined
}

const subscriptionEnded: FaultError = {
  message: 'Invalid Company Status',
  detail: 'Subscription period has ended or canceled or there was a billing problem',
  code: '6190',
}

/** What the user who connected the company may not see, such as employees. */
const permissionDenied: FaultError = {
  message: 'Permission Denied Error',
  detail: 'You do not have permission to access this object.',
  code: '5020',
}
/** An entity that the company has not (ruby#628). */
const unknownEntity: FaultError = {
  message: 'Error parsing query',
  detail: 'QueryValidationError: Metadata not found for Entity',
  code: '4001',
}

function gatewayTimeoutAnswer(nowMs: number): Answer {
  const message = 'message=GatewayTimeout; errorCode=006002; statusCode=504'
  return xmlAnswer(504, faultXml({ message, code: '6002' }, 'SERVICE', nowMs))
}

function faultInQueryResponse(nowMs: number): string {
  const Fault = faultObject(processingError, 'ValidationFault')
  return JSON.stringify({ QueryResponse: { Fault }, time: formatPacificMs(nowMs) })
}

function buildAuthenticationAnswer(kind: ApiFaultKind, nowMs: number, status?: number): Answer | undefined {
  switch (kind) {
    case 'unauthorized':
      return unauthorizedAnswer('Token expired', nowMs)
    case 'unauthorized-xml': {
      const message = 'message=Exception authenticating OAuth; errorCode=000100; statusCode=401'
      const error = { message, detail: 'SRV-110-Authentication Failure', code: '100' }
      return xmlAnswer(401, faultXml(error, 'AuthenticationFault', nowMs))
    }
    case 'wrong-cluster': {
      const message = 'message=WrongCluster; errorCode=000130; statusCode=401'
      const error = { message, detail: 'accessed the wrong server (-11017)', code: '130' }
      return jsonAnswer(401, serviceFaultJson(error, 'AUTHENTICATION', nowMs))
    }
    case 'forbidden':
      return forbiddenAnswer(nowMs, status)
    case 'authentication-hiccup':
      return answer(500, 'text/plain', authenticationHiccup)
    default:
      return undefined
  }
}

/** HTQ commit b11a7cb, as it stands. */
const authenticationHiccup =
  'Authorization FailureAuthorizationFailure: Unknown Error during Authentication, statusCode: 500'

import { isQboError, type QboError, type QboErrorCode } from 'qbo-client'
import { endsRun } from './failure.js'

/**
 * What a question may be refused with that says nothing of any other. Whatever concerns the grant, the app, the company or
 * the way to QuickBooks is none of them: the next question would meet it too.
 */
const ofOneQuestion: ReadonlySet<QboErrorCode> = new Set<QboErrorCode>([
  'QBO_FORBIDDEN',
  'QBO_FEATURE_UNAVAILABLE',
  'QBO_QUERY_INVALID',
  'QBO_NOT_FOUND',
  'QBO_FAULT',
  'QBO_SERVER_ERROR',
  'QBO_GATEWAY_TIMEOUT',
  'QBO_TIMEOUT',
  'QBO_ANSWER_TOO_LARGE',
  'QBO_UNEXPECTED_RESPONSE',
])

/** Whether QuickBooks refused what it was asked, or never answered it, so that others may still be asked. */
export function isRefusal(error: unknown): error is QboError {
  return isQboError(error) && ofOneQuestion.has(error.code) && !endsRun(error)
}

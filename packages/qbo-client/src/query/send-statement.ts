import { refusedOptions } from '../errors.js'
import type { QboError } from '../errors.js'
import type { QboRequestKind } from '../events.js'
import type { ApiAnswer, ApiRequest, AskLessRetries, CallApi } from '../api.js'
import type { EntityName } from '../entity-name.js'

/** A statement and how to read its answer. */
export interface Statement<T> {
  readonly kind: QboRequestKind
  readonly entity?: EntityName | undefined
  readonly text: string
  readonly signal?: AbortSignal | undefined
  readonly askLessRetries?: AskLessRetries | undefined
  readonly condense?: ApiRequest<T>['condense']
  interpret(body: unknown): T
}

/** Gateways refuse long addresses; nobody documents from where on. */
const longestGet = 1500

/** Sends a statement: in the address while it is short, as the body of a POST when it is not. */
export async function sendStatement<T>(call: CallApi, statement: Statement<T>): Promise<ApiAnswer<T>> {
  const { text, ...rest } = statement
  if (/\p{Surrogate}/u.test(text)) {
    throw refusedStatement('the statement holds half of a surrogate pair, which cannot be sent')
  }
  if (text.trim() === '') {
    // Intuit answers an empty statement with HTTP 200 and a SystemFault (msp-skills#90).
    throw refusedStatement('it is empty')
  }
  const isLong = encodeURIComponent(text).length > longestGet
  return call({
    ...rest,
    path: 'query',
    label: text,
    ...(isLong ? { body: text } : { search: { query: text } }),
  })
}

function refusedStatement(message: string): QboError {
  return refusedOptions('The query cannot be sent', [{ path: '', message }])
}

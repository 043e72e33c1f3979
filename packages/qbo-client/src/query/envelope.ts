import { QboError } from '../errors.js'
import { isObject } from '../http/fault-body.js'
import type { QboRecord } from './record.js'
import type { EntityDefinition } from './entity.js'

/** The array in an answer, and where it is. */
export interface FoundRecords {
  readonly records: readonly QboRecord[]
  readonly recordsPath: readonly string[]
}

/** The inside of `{"QueryResponse": {…}}`. Without it the answer is none: transient, tried again. */
export function queryResponseOf(body: unknown, label: string): Record<string, unknown> {
  const response = isObject(body) ? body['QueryResponse'] : undefined
  if (isObject(response)) return response
  throw unexpected(label, 'it has no QueryResponse')
}

/**
 * Finds the records. The key is the entity's name, or its alias, in a case that the server chooses; an answer
 * without records has no such key at all (quickbooks-python#4).
 */
export function recordsIn(
  response: Record<string, unknown>,
  entity: EntityDefinition | undefined,
  label: string,
): FoundRecords {
  const wanted = entity === undefined ? [] : [entity.envelopeKey.toLowerCase(), entity.name.toLowerCase()]
  const keys = Object.keys(response).filter((key) => Array.isArray(response[key]))
  const key =
    keys.find((name) => wanted.includes(name.toLowerCase())) ?? (entity === undefined ? keys[0] : undefined)
  if (key === undefined) {
    if (keys.length > 0) throw unexpected(label, `it holds ${keys.join(', ')} instead of ${entity?.name}`)
    return {
      records: [],
      recordsPath: ['QueryResponse', ...(entity === undefined ? [] : [entity.envelopeKey])],
    }
  }
  const records = response[key] as readonly unknown[]
  if (!records.every(isObject)) throw unexpected(label, `its ${key} holds something that is not a record`)
  return { records: records as readonly QboRecord[], recordsPath: ['QueryResponse', key] }
}

/** An answer that breaks the promise of the API; it may be a better one next time. */
export function unexpected(label: string, reason: string): QboError {
  return new QboError(
    'QBO_UNEXPECTED_RESPONSE',
    `${label}: the answer is not what the API promises: ${reason}. Try again; if it stays, please report it.`,
    { retryable: true, request: label },
  )
}

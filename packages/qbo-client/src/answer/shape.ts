import { QboError } from '../errors.js'
import { isObject } from '../http/fault-body.js'

/** What a value looks like, for an error that says where an answer is not what is known. No value of a record is in it. */
export function shapeOf(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isObject(value)) {
    const keys = Object.keys(value)
    const shown = keys.slice(0, 5).map((key) => key.slice(0, 40))
    return keys.length === 0
      ? 'an empty object'
      : `an object with ${shown.join(', ')}${keys.length > 5 ? ', …' : ''}`
  }
  if (value === '') return 'an empty text'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}

/** An answer that breaks the promise of the API; it may be a better one next time. */
export function unexpected(label: string, reason: string): QboError {
  return new QboError(
    'QBO_UNEXPECTED_RESPONSE',
    `${label}: the answer is not what the API promises: ${reason}. Try again; if it stays, please report it.`,
    { retryable: true, request: label },
  )
}

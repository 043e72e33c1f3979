import type { Property, PropertyValue } from '../entity/property.js'
import { parseCivilDate } from '../time/civil-date.js'
import { parseInstant } from '../time/instant.js'
import { pacificDay } from '../time/pacific.js'
import { validationFault } from './query-fault.js'
import type { Literal } from './statement.js'

/**
 * A literal in the comparable form of the property it is compared with.
 *
 * @throws {QueryFault} 4001 when it cannot be one of the property's values
 */
export function readLiteral(literal: Literal, property: Property, nowMs: number): PropertyValue {
  const text = literal.kind === 'current-date' ? pacificDay(nowMs) : literal.text
  // "null" is written as a blank in quotes.
  if (literal.kind === 'string' && text === ' ') return undefined
  const value = convert(text, property)
  if (value === undefined) {
    throw validationFault(`Invalid value '${text}' for property ${property.path}`)
  }
  return value
}

function convert(text: string, property: Property): PropertyValue {
  switch (property.kind) {
    case 'id':
      return text
    case 'string':
      return text.toLowerCase()
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
    case 'boolean': {
      const lower = text.toLowerCase()
      return lower === 'true' ? true : lower === 'false' ? false : undefined
    }
    case 'date':
      return parseCivilDate(text) ?? dateOfInstant(text)
    case 'instant': {
      const epochMs = parseInstant(text)
      return epochMs === undefined ? undefined : epochMs / 1000
    }
  }
}

/** A civil date compared with a timestamp is compared with the day that the timestamp writes. */
function dateOfInstant(text: string): number | undefined {
  return parseInstant(text) === undefined ? undefined : parseCivilDate(text.slice(0, 10))
}

import { parseCivilDate } from '../time/civil-date.js'
import { parseInstant } from '../time/instant.js'
import type { QboRecord } from './record.js'

/**
 * How a property compares: `instant` as epoch seconds, `date` as a civil date, `string` without regard to case
 * (Intuit, "Data queries"), `id` only for equality.
 */
export type PropertyKind = 'id' | 'instant' | 'date' | 'number' | 'boolean' | 'string'

/** A property that a query can filter and sort by. */
export interface Property {
  readonly path: string
  readonly kind: PropertyKind
}

/** The comparable form of a property's value; undefined when the record has none. */
export type PropertyValue = number | string | boolean | undefined

/** Reads a property off a record, in comparable form. */
export function readProperty(record: QboRecord, property: Property): PropertyValue {
  let value: unknown = record
  for (const step of property.path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return toPropertyValue(value, property.kind)
}

function toPropertyValue(value: unknown, kind: PropertyKind): PropertyValue {
  if (value === undefined || value === null) return undefined
  switch (kind) {
    case 'instant': {
      const epochMs = typeof value === 'string' ? parseInstant(value) : undefined
      return epochMs === undefined ? undefined : epochMs / 1000
    }
    case 'date':
      return typeof value === 'string' ? parseCivilDate(value) : undefined
    case 'number':
      return typeof value === 'number' || typeof value === 'string' ? Number(value) : undefined
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'id':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
    case 'string':
      return typeof value === 'string' || typeof value === 'number' ? String(value).toLowerCase() : undefined
  }
}

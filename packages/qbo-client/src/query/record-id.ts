import { isObject } from '../http/fault-body.js'
import type { EntityDefinition } from './entity.js'

/** The identity of a record within its entity and realm; undefined where a part of it is missing. */
export function recordId(entity: EntityDefinition, record: unknown): string | undefined {
  const parts = entity.idPath.map((path) => partAt(record, path))
  return parts.every((part) => part !== undefined) ? parts.join(':') : undefined
}

function partAt(record: unknown, path: readonly string[]): string | undefined {
  let at: unknown = record
  for (const step of path) {
    if (!isObject(at)) return undefined
    at = step === '*' ? Object.values(at).find(isObject) : at[step]
  }
  if (typeof at === 'number') return String(at)
  return typeof at === 'string' && at !== '' ? at : undefined
}

import { createHash } from 'node:crypto'
import { isObject } from '../http/fault-body.js'
import type { EntityDefinition } from '../entity/entity.js'

/**
 * The identity of a record within its entity and realm; undefined where there is none. The sink reads Ids in the same way;
 * a test in qbo-backfill holds the two together.
 */
export function recordId(entity: EntityDefinition, record: unknown): string | undefined {
  if (hasOwnId(entity)) return isObject(record) ? idText(memberOf(record, 'Id')) : undefined
  const [first, ...more] = entity.idPath.map((path) => partAt(record, path))
  return first === undefined ? undefined : [first, ...more.map((part) => part ?? '')].join(':')
}

/** Whether the records of an entity have an Id of their own that QuickBooks can be asked for. */
export function hasOwnId({ idPath }: EntityDefinition): boolean {
  return idPath.length === 1 && idPath[0]?.length === 1
}

/** What a reader tells records apart by: the Id, or for one without an Id what it holds, since it may come twice. */
export function identityOf(entity: EntityDefinition, record: unknown): string {
  return (
    recordId(entity, record) ??
    `#${createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 16)}`
  )
}

function partAt(record: unknown, path: readonly string[]): string | undefined {
  let at: unknown = record
  for (const step of path) {
    if (!isObject(at)) return undefined
    at = step === '*' ? unwrap(at) : memberOf(at, step)
  }
  return idText(at)
}

/** The only member of a wrapper that has an Id; a record that has one itself is in no wrapper. */
function unwrap(wrapper: Record<string, unknown>): unknown {
  const hasId = (one: unknown): boolean => isObject(one) && memberOf(one, 'Id') !== undefined
  if (hasId(wrapper)) return wrapper
  const wrapped = Object.values(wrapper).filter(hasId)
  return wrapped.length === 1 ? wrapped[0] : undefined
}

/** TaxClassification answers its fields with small initials: `id`, `code`. */
function memberOf(record: Record<string, unknown>, name: string): unknown {
  const value = record[name]
  return value === undefined ? record[name.charAt(0).toLowerCase() + name.slice(1)] : value
}

/** An Id is a text, or a whole number that JavaScript holds exactly. What no index takes is none. */
function idText(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isInteger(value) && value >= 0 && value < 1e15 ? String(value) : undefined
  }
  if (typeof value !== 'string' || value === '') return undefined
  // No character has more than three bytes for each of its units.
  return value.length <= 85 || Buffer.byteLength(value) <= 255 ? value : undefined
}

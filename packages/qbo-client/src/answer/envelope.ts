import { isObject } from '../http/fault-body.js'
import type { EntityDefinition } from '../entity/entity.js'
import type { QboRecord } from '../record/record.js'
import { recordId } from '../record/record-id.js'
import { admitRecords } from './record-shape.js'
import { shapeOf, unexpected } from './shape.js'

/** The array in an answer, and where it is. */
export interface FoundRecords {
  readonly records: readonly QboRecord[]
  readonly recordsPath: readonly string[]
}

/** The inside of `{"QueryResponse": {…}}`. Without it the answer is none: transient, tried again. */
export function queryResponseOf(body: unknown, label: string): Record<string, unknown> {
  const response = isObject(body) ? body['QueryResponse'] : undefined
  if (isObject(response)) return response
  throw unexpected(
    label,
    response === undefined
      ? `it has no QueryResponse, it is ${shapeOf(body)}`
      : `it has no QueryResponse but ${shapeOf(response)} in its place`,
  )
}

/** What stands beside the records in an answer. */
export const counters: ReadonlySet<string> = new Set(['startPosition', 'maxResults', 'totalCount'])

/**
 * Finds the records. The key is the entity's name, or its alias, in a case that the server chooses; an answer
 * without records has no such key at all (quickbooks-python#4), and nothing else in its place either.
 */
export function recordsIn(
  response: Record<string, unknown>,
  entity: EntityDefinition | undefined,
  label: string,
): FoundRecords {
  const key = entity === undefined ? keyOfList(response, label) : keyOf(response, entity, label)
  const list = key === undefined ? [] : response[key]
  const place = ['QueryResponse', ...(key === undefined ? [] : [key])]
  if (!Array.isArray(list)) throw unexpected(label, `its ${place.join('.')} is ${shapeOf(list)}, not a list`)
  const said = numberOf(response['maxResults'])
  // More than it says may come (node-quickbooks#89); of fewer, some are lost.
  if (said !== undefined && said > list.length)
    throw unexpected(label, `its QueryResponse says maxResults ${said} and holds ${list.length} records`)
  const records = admitRecords(entity, list, place.join('.'), label)
  if (entity !== undefined) refuseTwoVersions(entity, records, label)
  return {
    records,
    recordsPath: key === undefined && entity !== undefined ? [...place, entity.envelopeKey] : place,
  }
}

/** Whether a key of an answer names an entity. */
export function isNameOf(key: string, { name, envelopeKey }: EntityDefinition): boolean {
  const folded = key.toLowerCase()
  return folded === envelopeKey.toLowerCase() || folded === name.toLowerCase()
}

function keyOf(
  response: Record<string, unknown>,
  entity: EntityDefinition,
  label: string,
): string | undefined {
  const members = Object.keys(response).filter((key) => !counters.has(key))
  const [key, second] = members.filter((name) => isNameOf(name, entity))
  if (second !== undefined) throw unexpected(label, `it holds both ${key} and ${second}`)
  // What is added beside the records changes nothing; in their place it may be the records.
  if (key === undefined && members.length > 0)
    throw unexpected(label, `it holds ${members.slice(0, 5).join(', ')} instead of ${entity.name}`)
  return key
}

/** Where nobody knows what was asked for, the only list is it. */
function keyOfList(response: Record<string, unknown>, label: string): string | undefined {
  const members = Object.keys(response).filter((key) => !counters.has(key))
  const lists = members.filter((key) => Array.isArray(response[key]))
  if (lists.length === 1 || members.length === 0) return lists[0]
  throw unexpected(label, `its QueryResponse is ${shapeOf(response)}, of which ${lists.length} are lists`)
}

/** A record twice in an answer is one; in two versions nobody can say which of them it is. */
function refuseTwoVersions(entity: EntityDefinition, records: readonly QboRecord[], label: string): void {
  const first = new Map<string, QboRecord>()
  for (const record of records) {
    const id = recordId(entity, record)
    if (id === undefined) continue
    const other = first.get(id)
    if (other === undefined) first.set(id, record)
    else if (versionOf(other) !== versionOf(record))
      throw unexpected(label, `it holds ${entity.name} ${id.slice(0, 40)} in two versions`)
  }
}

function versionOf({ MetaData, SyncToken }: QboRecord): string {
  return JSON.stringify([MetaData?.LastUpdatedTime, SyncToken])
}

/** A number, also as text, as those write it who convert XML; undefined for what is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string') return /^\d{1,15}$/.test(value) ? Number(value) : undefined
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

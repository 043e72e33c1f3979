import { refusedOptions } from '../errors.js'
import type { CallApi } from '../api.js'
import { isObject } from '../http/fault-body.js'
import type { EntityName } from '../entity-name.js'
import type { EntityDefinition } from '../entity/entity.js'
import { counters, isNameOf, numberOf } from '../answer/envelope.js'
import { formatInstant, parseInstant, readInstant, serverTime } from '../statement/instant.js'
import type { QboRecord } from '../record/record.js'
import { recordId } from '../record/record-id.js'
import { admitRecords } from '../answer/record-shape.js'
import { shapeOf, unexpected } from '../answer/shape.js'
import { requireEntity } from '../statement/statement.js'

/** A record that is gone: all that QuickBooks tells of it. */
export interface DeletedRecord {
  /** Its Id. */
  readonly id: string
  /** When it was deleted, with an offset; absent where QuickBooks does not say. */
  readonly lastUpdatedTime?: string
}

/** What changed in one entity. */
export interface EntityChanges {
  /** QuickBooks' own name: `Invoice`. */
  readonly entity: EntityName
  /** Where the array is in the text, such as `['CDCResponse', '0', 'QueryResponse', '1', 'Invoice']`. */
  readonly recordsPath: readonly string[]
  /** The array as it stands in the text, stubs of deleted records included. */
  readonly records: readonly QboRecord[]
  /** Those of `records` that are stubs of deleted ones. */
  readonly deleted: readonly DeletedRecord[]
}

/** The answer of change data capture. */
export interface CdcAnswer {
  /** What came over the wire, decoded. */
  readonly text: string
  /** The server's clock, ISO 8601 UTC: the next `changedSince`, less an overlap. */
  readonly time?: string
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string
  /** What was asked, for logs. */
  readonly request: string
  /** From sending to the last byte, in milliseconds. */
  readonly durationMs: number
  /** What changed, entity by entity; one without changes is absent. */
  readonly changes: readonly EntityChanges[]
  /** 1000 objects or more in all: there is more, and CDC has no second page. Ask entity by entity, then query. */
  readonly overflowed: boolean
}

/** All entities of an answer together; what lies beyond is cut off without a word. */
const mostObjects = 1000

/** Asks what changed since an instant. */
export async function runCdc(
  call: CallApi,
  names: readonly EntityName[],
  changedSince: string,
  signal: AbortSignal | undefined,
): Promise<CdcAnswer> {
  const entities = names.map((name) => requireEntity(name))
  checkEntities(
    entities.filter((entity) => !entity.cdc).map((entity) => entity.name),
    entities.length,
  )
  const since = formatInstant(parseInstant(changedSince, 'changedSince'))
  const list = entities.map((entity) => entity.name).join(',')
  const label = `cdc ${list} changedSince ${since}`
  const { value, body, headers, text, ...answer } = await call({
    kind: 'cdc',
    entity: entities.length === 1 ? entities[0]?.name : undefined,
    path: 'cdc',
    search: { entities: list, changedSince: since },
    label,
    signal,
    interpret: (read) => changesIn(read, entities, label),
  })
  const { changes, isCut } = value
  const objects = changes.reduce((sum, { records }) => sum + records.length, 0)
  return {
    ...answer,
    text: text.toString(),
    ...serverTime(body, headers),
    changes,
    overflowed: isCut || objects >= mostObjects,
  }
}

function checkEntities(unknown: readonly string[], given: number): void {
  const message =
    given === 0
      ? 'at least one must be named'
      : unknown.length > 0
        ? `change data capture does not know ${unknown.join(', ')}`
        : undefined
  if (message !== undefined)
    throw refusedOptions('The changes cannot be asked for', [{ path: 'entities', message }])
}

/** What an answer shows, and whether it says itself that there is more. */
interface ChangesFound {
  readonly changes: readonly EntityChanges[]
  readonly isCut: boolean
}

function changesIn(body: unknown, entities: readonly EntityDefinition[], label: string): ChangesFound {
  const answers = isObject(body) ? body['CDCResponse'] : undefined
  if (!Array.isArray(answers) || answers.length === 0)
    throw unexpected(label, `its CDCResponse is ${shapeOf(answers)}, not a list of answers`)
  const found = answers.flatMap((answer: unknown, outer) => {
    const responses = isObject(answer) ? answer['QueryResponse'] : undefined
    const path = ['CDCResponse', String(outer), 'QueryResponse']
    if (!Array.isArray(responses))
      throw unexpected(label, `its ${path.join('.')} is ${shapeOf(responses)}, not a list`)
    return responses.map((response: unknown, inner) =>
      changesOfResponse(response, entities, [...path, String(inner)], label),
    )
  })
  return { changes: found.flatMap(({ changes }) => changes), isCut: found.some(({ isCut }) => isCut) }
}

/** An entity without changes is left out, or `{}`; whatever else stands there must be the changes of one that was asked for. */
function changesOfResponse(
  response: unknown,
  entities: readonly EntityDefinition[],
  path: readonly string[],
  label: string,
): ChangesFound {
  if (!isObject(response))
    throw unexpected(label, `its ${path.join('.')} is ${shapeOf(response)}, not an object`)
  const members = Object.entries(response).filter(([key]) => !counters.has(key))
  const changes = members.map(([key, list]) => {
    const entity = entities.find((one) => isNameOf(key, one))
    const recordsPath = [...path, key]
    const place = recordsPath.join('.')
    if (entity === undefined) throw unexpected(label, `its ${place} is none of what was asked for`)
    if (!Array.isArray(list)) throw unexpected(label, `its ${place} is ${shapeOf(list)}, not a list`)
    const records = admitRecords(entity, list, place, label)
    return { entity: entity.name, recordsPath, records, deleted: deletedIn(entity, records, place, label) }
  })
  const objects = changes.reduce((sum, { records }) => sum + records.length, 0)
  return { changes, isCut: (numberOf(response['maxResults']) ?? 0) > objects }
}

function deletedIn(
  entity: EntityDefinition,
  records: readonly QboRecord[],
  place: string,
  label: string,
): readonly DeletedRecord[] {
  return records.flatMap((record, index) => {
    if (!isStub(record)) return []
    const id = recordId(entity, record)
    if (id === undefined) throw unexpected(label, `its ${place}[${index}] is deleted and has no Id`)
    const time = record.MetaData?.LastUpdatedTime
    return [
      { id, ...(time === undefined || readInstant(time) === undefined ? {} : { lastUpdatedTime: time }) },
    ]
  })
}

/** A stub has a status and next to nothing else; it must never be taken for the record (PHP-SDK#116). */
function isStub(record: QboRecord): boolean {
  return Object.entries(record).some(
    ([key, value]) =>
      key.toLowerCase() === 'status' && typeof value === 'string' && value.trim().toLowerCase() === 'deleted',
  )
}

import { QboError } from '../errors.js'
import type { CallApi } from '../http/api.js'
import { isObject } from '../http/fault-body.js'
import { findEntity } from './entity.js'
import type { EntityName } from './entity.js'
import { unexpected } from './envelope.js'
import { formatInstant, parseInstant, serverTime } from './instant.js'
import type { QboRecord } from './record.js'
import { requireEntity } from './statement.js'

/** A record that is gone: all that QuickBooks tells of it. */
export interface DeletedRecord {
  readonly id: string
  readonly lastUpdatedTime?: string
}

/** What changed in one entity. */
export interface EntityChanges {
  readonly entity: EntityName
  /** Where the array is in the text, such as `['CDCResponse', '0', 'QueryResponse', '1', 'Invoice']`. */
  readonly recordsPath: readonly string[]
  /** The array as it stands in the text, stubs of deleted records included. */
  readonly records: readonly QboRecord[]
  readonly deleted: readonly DeletedRecord[]
}

/** The answer of change data capture. */
export interface CdcAnswer {
  readonly text: string
  /** The server's clock, ISO 8601 UTC: the next `changedSince`, less an overlap. */
  readonly time?: string
  readonly intuitTid?: string
  readonly request: string
  readonly durationMs: number
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
  const { value, body, headers, ...answer } = await call({
    kind: 'cdc',
    entity: entities.length === 1 ? entities[0]?.name : undefined,
    path: 'cdc',
    search: { entities: list, changedSince: since },
    label,
    signal,
    interpret: (read) => changesIn(read, label),
  })
  const objects = value.reduce((sum, { records }) => sum + records.length, 0)
  return { ...answer, ...serverTime(body, headers), changes: value, overflowed: objects >= mostObjects }
}

function checkEntities(unknown: readonly string[], given: number): void {
  const reason =
    given === 0
      ? 'entities: at least one must be named'
      : unknown.length > 0
        ? `entities: change data capture does not know ${unknown.join(', ')}`
        : undefined
  if (reason !== undefined) {
    throw new QboError('QBO_INVALID_OPTIONS', `The changes cannot be asked for: ${reason}.`, {
      issues: [reason],
    })
  }
}

function changesIn(body: unknown, label: string): EntityChanges[] {
  const answers = isObject(body) ? body['CDCResponse'] : undefined
  if (!Array.isArray(answers)) throw unexpected(label, 'it has no CDCResponse')
  return answers.flatMap((answer: unknown, outer) => {
    const responses = isObject(answer) ? answer['QueryResponse'] : undefined
    if (!Array.isArray(responses)) throw unexpected(label, 'its CDCResponse has no QueryResponse')
    return responses.flatMap((response: unknown, inner) =>
      Object.entries(isObject(response) ? response : {}).flatMap(([key, records]) => {
        const entity = findEntity(key)
        if (!Array.isArray(records) || entity === undefined) return []
        if (!records.every(isObject))
          throw unexpected(label, `its ${key} holds something that is not a record`)
        const recordsPath = ['CDCResponse', String(outer), 'QueryResponse', String(inner), key]
        return [changesOf(entity.name, recordsPath, records as unknown as readonly QboRecord[])]
      }),
    )
  })
}

function changesOf(
  entity: EntityName,
  recordsPath: readonly string[],
  records: readonly QboRecord[],
): EntityChanges {
  const deleted = records.filter(isStub).map(({ Id, MetaData }) => ({
    id: String(Id),
    ...(MetaData?.LastUpdatedTime === undefined ? {} : { lastUpdatedTime: MetaData.LastUpdatedTime }),
  }))
  return { entity, recordsPath, records, deleted }
}

/** A stub has a status and next to nothing else; it must never be taken for the record (PHP-SDK#116). */
function isStub(record: QboRecord): boolean {
  return typeof record['status'] === 'string' && record['status'].toLowerCase() === 'deleted'
}

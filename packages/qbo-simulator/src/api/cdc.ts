import { findEntityType } from '../entity/entities.js'
import type { EntityType } from '../entity/entity-type.js'
import { jsonAnswer, type Answer } from '../http/answer.js'
import { parseInstant } from '../time/instant.js'
import { formatPacific, formatPacificMs } from '../time/pacific.js'
import { planFault } from '../query/query-fault.js'
import { showRecord } from './custom-fields.js'
import type { QueryContext } from './query-response.js'
import { queryFaultAnswer, unsupportedAnswer, validationAnswer } from '../fault/api-fault.js'

const lookBackMs = 30 * 86_400_000
/** In one answer, all entities together, as Intuit's page of Change Data Capture says. */
const mostObjects = 1000

/** Answers `/cdc`: what changed since an instant, deletions as stubs. There are no pages; what does not fit is lost. */
export function answerCdc(search: URLSearchParams, context: QueryContext): Answer {
  const { realm, nowMs } = context
  const changedSince = search.get('changedSince') ?? ''
  const sinceMs = parseInstant(changedSince)
  if (sinceMs === undefined) {
    const detail = `Invalid date format for changedSince: ${changedSince}`
    return validationAnswer({ message: 'Invalid Date', detail, code: '2030' }, nowMs)
  }
  if (sinceMs < nowMs - lookBackMs) {
    const since = `changedSince date ${changedSince} which is older than fixed days`
    return unsupportedAnswer(`Operation cdc with ${since} is not supported.`, nowMs)
  }
  const types: EntityType[] = []
  for (const name of (search.get('entities') ?? '').split(',')) {
    const type = findEntityType(name.trim())
    if (type === undefined || !type.hasCdc) {
      return unsupportedAnswer(`Operation cdc on entity ${name.trim()} is not supported.`, nowMs)
    }
    if (realm.lacks(type.name)) return queryFaultAnswer(planFault(), nowMs)
    types.push(type)
  }
  const response = joinChanges(types, context, floorToSecond(sinceMs))
  return jsonAnswer(
    200,
    `{"CDCResponse":[{"QueryResponse":[${response}]}],"time":"${formatPacificMs(nowMs)}"}`,
  )
}

function joinChanges(types: readonly EntityType[], context: QueryContext, sinceMs: number): string {
  let room = mostObjects
  const parts: string[] = []
  for (const type of types) {
    const stubs = context.realm.deleted(type).filter((stub) => stub.deletedAtMs >= sinceMs)
    const changes = [
      ...changedTexts(type, context, sinceMs),
      ...stubs.map(({ id, deletedAtMs }) => deletedStub(id, deletedAtMs)),
    ]
    const fitting = changes.slice(0, room)
    room -= fitting.length
    if (fitting.length === 0) continue
    const total = stubs.length > 0 ? `,"totalCount":${changes.length}` : ''
    const list = `"${type.responseKey}":[${fitting.join(',')}]`
    parts.push(`{${list},"startPosition":1,"maxResults":${fitting.length}${total}}`)
  }
  return parts.length === 0 ? '{}' : parts.join(',')
}

/** Full payloads, newest first, inactive ones too. A poisoned row is just missing here (PHP#127). */
function changedTexts(type: EntityType, context: QueryContext, sinceMs: number): string[] {
  const { realm } = context
  const updated = type.properties.get('metadata.lastupdatedtime')
  if (updated === undefined) return []
  const table = realm.table(type)
  const index = table.index(updated)
  const poison = realm.poisoned(type)
  const from = index.lowerBound(sinceMs / 1000, true)
  const texts: string[] = []
  for (let at = index.length - 1; at >= from && texts.length < mostObjects + 1; at--) {
    const row = index.rowAt(at)
    if (poison.has(row) || table.hidden.has(row)) continue
    texts.push(Buffer.from(showRecord(table.bytes(row), context)).toString('utf8'))
  }
  return texts
}

function deletedStub(id: string, deletedAtMs: number): string {
  return JSON.stringify({
    domain: 'QBO',
    status: 'Deleted',
    Id: id,
    MetaData: { LastUpdatedTime: formatPacific(deletedAtMs) },
  })
}

/** Times are kept to the second: what changed later in the very second that is asked for must show up. */
function floorToSecond(epochMs: number): number {
  return Math.floor(epochMs / 1000) * 1000
}

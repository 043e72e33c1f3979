import type { CallApi } from '../http/api.js'
import { isObject } from '../http/fault-body.js'
import { queryResponseOf, recordsIn, unexpected } from './envelope.js'
import { serverTime } from './instant.js'
import type { QueryScope } from './query-scope.js'
import type { QboRecord } from './record.js'
import { sendStatement } from './send-statement.js'
import { buildCount, requireEntity } from './statement.js'

/** The answer to a statement. */
export interface QueryAnswer {
  readonly text: string
  /** The parsed text. */
  readonly body: unknown
  readonly records: readonly QboRecord[]
  /** The server's clock, ISO 8601 UTC. */
  readonly time?: string
  readonly request: string
  readonly intuitTid?: string
  readonly durationMs: number
}

/** The answer to COUNT(*). */
export interface CountAnswer {
  readonly count: number
  /** The server's clock, ISO 8601 UTC. */
  readonly time?: string
  readonly request: string
  readonly intuitTid?: string
}

/** Sends a statement as it is. */
export async function runQuery(
  call: CallApi,
  text: string,
  signal: AbortSignal | undefined,
): Promise<QueryAnswer> {
  const { value, headers, ...answer } = await sendStatement(call, {
    kind: 'query',
    text,
    signal,
    interpret: (body) => recordsIn(queryResponseOf(body, text), undefined, text).records,
  })
  return { ...answer, records: value, ...serverTime(answer.body, headers) }
}

/** Asks how many records a scope has. */
export async function runCount(
  call: CallApi,
  scope: QueryScope,
  signal: AbortSignal | undefined,
): Promise<CountAnswer> {
  const text = buildCount(scope)
  const answer = await sendStatement(call, {
    kind: 'count',
    entity: requireEntity(scope.entity).name,
    text,
    signal,
    interpret: (body) => totalCountOf(body, text),
  })
  return {
    count: answer.value,
    request: answer.request,
    ...(answer.intuitTid === undefined ? {} : { intuitTid: answer.intuitTid }),
    ...serverTime(answer.body, answer.headers),
  }
}

function totalCountOf(body: unknown, label: string): number {
  const response = queryResponseOf(body, label)
  const total = isObject(response) ? Number(response['totalCount'] ?? Number.NaN) : Number.NaN
  if (Number.isSafeInteger(total) && total >= 0) return total
  throw unexpected(label, 'it has no totalCount')
}

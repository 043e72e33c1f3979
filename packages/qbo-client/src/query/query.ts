import type { CallApi } from '../api.js'
import { askWithActive } from './active-clause.js'
import { numberOf, queryResponseOf, recordsIn } from '../answer/envelope.js'
import { serverTime } from '../statement/instant.js'
import type { QueryScope } from '../statement/query-scope.js'
import type { QboRecord } from '../record/record.js'
import { sendStatement } from './send-statement.js'
import { shapeOf, unexpected } from '../answer/shape.js'
import { buildCount, requireEntity } from '../statement/statement.js'

/** The answer to a statement. */
export interface QueryAnswer {
  /** What came over the wire, decoded. */
  readonly text: string
  /** The parsed text. */
  readonly body: unknown
  /** Its list of records, under whatever key it stands; empty where there is none. */
  readonly records: readonly QboRecord[]
  /** The server's clock, ISO 8601 UTC. */
  readonly time?: string
  /** The statement that was sent. */
  readonly request: string
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string
  /** From sending to the last byte, in milliseconds. */
  readonly durationMs: number
}

/** The answer to COUNT(*). */
export interface CountAnswer {
  /** How many records there are. */
  readonly count: number
  /** The server's clock, ISO 8601 UTC. */
  readonly time?: string
  /** The statement that was sent. */
  readonly request: string
  /** Intuit's id of the answer, for its support. */
  readonly intuitTid?: string
}

/** Sends a statement as it is. */
export async function runQuery(
  call: CallApi,
  text: string,
  signal: AbortSignal | undefined,
): Promise<QueryAnswer> {
  const {
    value,
    headers,
    text: answered,
    ...answer
  } = await sendStatement(call, {
    kind: 'query',
    text,
    signal,
    interpret: (body) => recordsIn(queryResponseOf(body, text), undefined, text).records,
  })
  return { ...answer, text: answered.toString(), records: value, ...serverTime(answer.body, headers) }
}

/** Asks how many records a scope has. */
export async function runCount(
  call: CallApi,
  scope: QueryScope,
  signal: AbortSignal | undefined,
): Promise<CountAnswer> {
  return askWithActive(call, scope, (decided) => countOf(call, decided, signal))
}

async function countOf(
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
  const { totalCount } = queryResponseOf(body, label)
  const total = numberOf(totalCount)
  if (total !== undefined) return total
  throw unexpected(label, `its QueryResponse.totalCount is ${shapeOf(totalCount)}, not a whole number`)
}

import { jsonAnswer, type Answer } from '../http/answer.js'
import { faultObject } from '../http/fault-body.js'
import { QueryFault } from '../query/query-fault.js'
import { formatPacificMs } from '../time/pacific.js'
import { queryFaultError, validationAnswer } from '../fault/api-fault.js'
import { buildQueryResponse, type QueryContext } from './query-response.js'

interface BatchItem {
  readonly bId?: string
  readonly Query?: string
}

const mostItems = 30

/** Answers `/batch`, as far as it reads: each item is a query, and has its own fault if it has one. */
export function answerBatch(body: string, context: QueryContext): Answer {
  const { nowMs } = context
  const items = parseItems(body)
  if (items.length === 0) {
    const error = { message: 'MalformedRequest', detail: 'Batch Request is Empty', code: '400' }
    return validationAnswer(error, nowMs)
  }
  if (items.length > mostItems) {
    const detail = `Maximum number of items allowed in a batch is ${mostItems}`
    return validationAnswer({ message: 'Batch too big', detail, code: '1040' }, nowMs)
  }
  const answers = items.map((item) => answerItem(item, context)).join(',')
  return jsonAnswer(200, `{"BatchItemResponse":[${answers}],"time":"${formatPacificMs(nowMs)}"}`)
}

function answerItem({ bId, Query }: BatchItem, context: QueryContext): string {
  const id = JSON.stringify(bId ?? '')
  if (Query === undefined) {
    const error = { message: 'Unsupported Operation', detail: 'Only Query can be simulated', code: '500' }
    return `{"Fault":${JSON.stringify(faultObject(error, 'ValidationFault'))},"bId":${id}}`
  }
  try {
    const response = Buffer.concat(buildQueryResponse(Query, context).pieces).toString('utf8')
    return `{"QueryResponse":${response},"bId":${id}}`
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error
    return `{"Fault":${JSON.stringify(faultObject(queryFaultError(error), 'ValidationFault'))},"bId":${id}}`
  }
}

function parseItems(body: string): readonly BatchItem[] {
  try {
    const parsed = JSON.parse(body) as { BatchItemRequest?: readonly BatchItem[] } | null
    return Array.isArray(parsed?.BatchItemRequest) ? parsed.BatchItemRequest : []
  } catch {
    return []
  }
}

import { jsonAnswer, type Answer } from '../http/answer.js'
import { faultJson } from '../http/fault-body.js'
import { QueryFault } from '../query/query-fault.js'
import { formatPacificMs } from '../time/pacific.js'
import { queryFaultAnswer } from '../fault/api-fault.js'
import { buildQueryResponse, type QueryContext } from './query-response.js'

/** Answers `/query`. */
export function answerQuery(statement: string, context: QueryContext): Answer {
  const { nowMs } = context
  if (statement.trim() === '') return missingStatement(nowMs)
  try {
    const { pieces, rows } = buildQueryResponse(statement, context)
    const time = `,"time":"${formatPacificMs(nowMs)}"}`
    const body = Buffer.concat([Buffer.from('{"QueryResponse":'), ...pieces, Buffer.from(time)])
    return { ...jsonAnswer(200, body), rows }
  } catch (error) {
    if (error instanceof QueryFault) return queryFaultAnswer(error, nowMs)
    throw error
  }
}

/** Servosity/msp-skills#90, live in 2026: a query without a statement is a fault inside HTTP 200. */
function missingStatement(nowMs: number): Answer {
  const error = {
    message: 'An application error has occurred while processing your request',
    detail: 'System Failure Error: query is missing',
    code: '10000',
  }
  return jsonAnswer(200, faultJson(error, 'SystemFault', nowMs))
}

import type { EntityType } from '../entity/entity-type.js'
import { jsonAnswer, type Answer } from '../http/answer.js'
import { formatPacificMs } from '../time/pacific.js'
import { queryFaultAnswer, validationAnswer } from '../fault/api-fault.js'
import { planFault, QueryFault } from '../query/query-fault.js'
import { showRecord } from './custom-fields.js'
import type { QueryContext } from './query-response.js'

/** Answers `/{entity}/{id}`. Unlike a query it also finds inactive records. */
export function answerReadById(type: EntityType, id: string, context: QueryContext): Answer {
  const { realm, nowMs } = context
  if (realm.lacks(type.name)) return queryFaultAnswer(planFault(), nowMs)
  const table = realm.table(type)
  const row = table.rowOf(id)
  if (row === undefined) {
    const detail = `Object Not Found : Something you're trying to use has been made inactive. Check the fields with accounts, customers, items, vendors or employees.`
    return validationAnswer({ message: 'Object Not Found', detail, code: '610', element: 'Id' }, nowMs)
  }
  const status = realm.poisoned(type).get(row)
  if (status !== undefined) {
    const text = 'QueryProcessingError: To email address entered is invalid'
    return queryFaultAnswer(new QueryFault('4002', text, status), nowMs)
  }
  const text = Buffer.from(showRecord(table.bytes(row), context)).toString('utf8')
  return jsonAnswer(200, `{"${type.responseKey}":${text},"time":"${formatPacificMs(nowMs)}"}`)
}

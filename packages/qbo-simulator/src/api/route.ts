import { findEntityType } from '../entity/entities.js'
import { htmlAnswer, type Answer } from '../http/answer.js'
import type { Call } from '../http/call.js'
import { nginxUriTooLong } from '../fault/pages.js'
import { answerReport } from '../report/answer-report.js'
import type { ReportContext } from '../report/report-context.js'
import { noResourceAnswer, unsupportedAnswer } from '../fault/api-fault.js'
import { asksForAllCustomFields } from './custom-fields.js'
import { answerBatch } from './batch.js'
import { answerCdc } from './cdc.js'
import { readStatement } from './observe.js'
import type { QueryContext } from './query-response.js'
import { answerQuery } from './query.js'
import { answerReadById } from './read-by-id.js'

/** The gateway's own limit on a request line, nginx's default. Long statements go by POST. */
const mostUrlLength = 8192

export interface ApiContext extends Omit<QueryContext, 'allCustomFields'> {
  readonly customFieldsInCdc: boolean
  readonly reports: Omit<ReportContext, 'realm' | 'nowMs'>
}

/** The path of a data call, taken apart; undefined when it is none. */
export function parseApiPath(path: string): { realmId: string; resource: string } | undefined {
  const match = /^\/v3\/company\/([^/]*)(?:\/(.*?))?\/?$/.exec(path)
  return match === null ? undefined : { realmId: decodeURIComponent(match[1]!), resource: match[2] ?? '' }
}

/** Answers a call that is authenticated and within its limits. */
export function routeCall(
  call: Call,
  resource: string,
  { customFieldsInCdc, reports, ...asked }: ApiContext,
): Answer | Promise<Answer> {
  const { nowMs } = asked
  const allCustomFields = asksForAllCustomFields(call.url.searchParams)
  const context: QueryContext = { ...asked, allCustomFields }
  if (call.url.href.length - call.url.origin.length > mostUrlLength) return htmlAnswer(414, nginxUriTooLong)
  const isGet = call.method === 'GET'
  const isPost = call.method === 'POST'
  if (!isGet && !isPost) return unsupportedAnswer(`Method ${call.method} is not allowed`, nowMs, 405)
  switch (resource.toLowerCase()) {
    case 'query':
      return answerQuery(readStatement(call), context)
    case 'cdc':
      return isGet
        ? answerCdc(call.url.searchParams, {
            ...context,
            allCustomFields: allCustomFields && customFieldsInCdc,
          })
        : unsupportedAnswer('Operation cdc needs GET', nowMs, 405)
    case 'batch':
      return isPost ? answerBatch(call.body, context) : unsupportedAnswer('Batch needs POST', nowMs, 405)
    default:
      return isGet ? routeRead(call, resource, context, reports) : refuseWrite(resource, nowMs)
  }
}

function routeRead(
  call: Call,
  resource: string,
  context: QueryContext,
  reports: ApiContext['reports'],
): Answer | Promise<Answer> {
  const { realm, nowMs } = context
  const [name = '', id, ...more] = resource.split('/')
  if (name.toLowerCase() === 'reports') return answerReport(id ?? '', call.url, { ...reports, realm, nowMs })
  const type = findEntityType(name)
  if (type === undefined || id === undefined || more.length > 0) {
    return noResourceAnswer(call.url.pathname, nowMs)
  }
  // A singleton is addressed by the company's id, though its own Id is 1.
  const isOfCompany = type.kind === 'singleton' && id === realm.realmId
  return answerReadById(type, isOfCompany ? '1' : decodeURIComponent(id), context)
}

function refuseWrite(resource: string, nowMs: number): Answer {
  return unsupportedAnswer(`Operation on ${resource} is not supported: the simulator is read-only`, nowMs)
}

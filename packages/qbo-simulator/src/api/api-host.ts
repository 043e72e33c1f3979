import type { Clock } from '../clock.js'
import type { Realm } from '../company/realm.js'
import { buildApiFaultAnswer, throttledAnswer, transportOf } from '../fault/api-fault-answer.js'
import type { ApiFault, FaultQueue, ObservedRequest } from '../fault/fault-queue.js'
import { htmlAnswer, jsonAnswer, type Answer } from '../http/answer.js'
import type { Call } from '../http/call.js'
import { takeTime, type CallKind, type LatencyClock } from '../http/latency.js'
import { createThrottle, type Limits, type Throttle } from '../http/throttle.js'
import type { Grants } from '../oauth/grants.js'
import type { Random } from '../random.js'
import { forbiddenAnswer, noResourceAnswer, unauthorizedAnswer } from '../fault/api-fault.js'
import { reportTwists, type ReportSettings, type ReportTwist } from '../report/report-context.js'
import type { PageTwist } from './query-response.js'
import { parseApiPath, routeCall } from './route.js'

export interface ApiHostOptions {
  readonly realms: ReadonlyMap<string, Realm>
  readonly grants: Grants
  readonly faults: FaultQueue
  readonly clock: Clock
  readonly random: Random
  readonly limits: Limits | false
  readonly latency: LatencyClock
  readonly customFieldsInCdc: boolean
  readonly reports: ReportSettings
}

/** The data API: an injected fault first, then authentication, then the limits, then the answer. */
export function createApiHost(
  options: ApiHostOptions,
): (call: Call, observed: ObservedRequest) => Promise<Answer> {
  const { realms, grants, faults, clock, random, latency } = options
  const throttles = new Map([...realms.keys()].map((id) => [id, createThrottle(options.limits)]))

  async function answerTruly(
    call: Call,
    observed: ObservedRequest,
    twist: ApiFault | undefined,
  ): Promise<Answer> {
    const path = parseApiPath(call.url.pathname)
    if (path === undefined) return htmlAnswer(404, '<html><body><h1>404 Not Found</h1></body></html>')
    if (path.realmId === '') return noResourceAnswer(call.url.pathname, clock.now())
    const refusal = checkToken(call, path.realmId)
    if (refusal !== undefined) return refusal
    const realm = realms.get(path.realmId)
    const throttle = throttles.get(path.realmId)
    if (realm === undefined || throttle === undefined) return forbiddenAnswer(clock.now())
    return await withinLimits(throttle, call, observed, () => {
      const { customFieldsInCdc } = options
      const reports = { ...options.reports, twist: reportTwist(twist), form: twist?.form }
      const found = { realm, nowMs: clock.now(), random, customFieldsInCdc }
      const context = { ...found, twist: pageTwist(twist), reports }
      return routeCall(call, path.resource, context)
    })
  }

  function checkToken(call: Call, realmId: string): Answer | undefined {
    const token = /^Bearer\s+(\S+)$/i.exec(call.header('authorization') ?? '')?.[1] ?? ''
    if (token.length < 40) {
      return unauthorizedAnswer('Malformed bearer token: too short or too long', clock.now())
    }
    const grantedRealm = grants.checkAccess(token)
    if (grantedRealm === undefined) return unauthorizedAnswer('Token expired', clock.now())
    return grantedRealm === realmId ? undefined : forbiddenAnswer(clock.now())
  }

  async function withinLimits(
    throttle: Throttle,
    call: Call,
    observed: ObservedRequest,
    work: () => Answer | Promise<Answer>,
  ): Promise<Answer> {
    if (!throttle.enter(clock.now())) return throttledAnswer(clock.now())
    try {
      return await takeTime(latency, kindOf(observed), call.signal, work)
    } finally {
      throttle.leave()
    }
  }

  return async (call, observed) => {
    const fault = faults.takeApi(observed)
    if (fault === undefined) return await answerTruly(call, observed, undefined)
    const replaced = buildApiFaultAnswer(fault, clock.now())
    if (replaced !== undefined) return replaced
    const transport = transportOf(fault.kind)
    if (transport === 'reset' || transport === 'hang') return { ...jsonAnswer(200, ''), transport }
    const answer = await answerTruly(call, observed, fault)
    if (fault.kind === 'truncated') return cutInHalf(answer)
    return transport === undefined ? answer : { ...answer, transport }
  }
}

const pageTwists: readonly string[] = ['over-return', 'short-page', 'undercount'] satisfies PageTwist[]

function pageTwist(fault: ApiFault | undefined): PageTwist | undefined {
  return pageTwists.includes(fault?.kind ?? '') ? (fault?.kind as PageTwist) : undefined
}

function reportTwist(fault: ApiFault | undefined): ReportTwist | undefined {
  return reportTwists.find((twist) => twist === fault?.kind)
}

function cutInHalf(answer: Answer): Answer {
  return { ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) }
}

function kindOf({ path, statement }: ObservedRequest): CallKind {
  if (statement !== undefined) return /^\s*select\s+count\s*\(/i.test(statement) ? 'count' : 'query'
  return path.endsWith('/cdc') ? 'cdc' : 'read'
}

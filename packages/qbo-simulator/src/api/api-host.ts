import type { Clock } from '../clock.js'
import type { Realm } from '../company/realm.js'
import { buildApiFaultAnswer, throttledAnswer, transportOf } from '../fault/api-fault-answer.js'
import type { ApiFault, FaultQueue, ObservedRequest } from '../fault/fault-queue.js'
import { htmlAnswer, jsonAnswer, type Answer } from '../http/answer.js'
import type { Call } from '../http/call.js'
import { createThrottle, type Limits, type Throttle } from '../http/throttle.js'
import type { Grants } from '../oauth/grants.js'
import type { Random } from '../random.js'
import { forbiddenAnswer, noResourceAnswer, unauthorizedAnswer } from './api-fault.js'
import { parseApiPath, routeCall } from './route.js'

export interface ApiHostOptions {
  readonly realms: ReadonlyMap<string, Realm>
  readonly grants: Grants
  readonly faults: FaultQueue
  readonly clock: Clock
  readonly random: Random
  readonly limits: Limits | false
  readonly latencyMs: number | (() => number)
}

/** The data API: an injected fault first, then authentication, then the limits, then the answer. */
export function createApiHost(
  options: ApiHostOptions,
): (call: Call, observed: ObservedRequest) => Promise<Answer> {
  const { realms, grants, faults, clock, random } = options
  const throttles = new Map([...realms.keys()].map((id) => [id, createThrottle(options.limits)]))

  async function answerTruly(call: Call, twist: ApiFault | undefined): Promise<Answer> {
    const path = parseApiPath(call.url.pathname)
    if (path === undefined) return htmlAnswer(404, '<html><body><h1>404 Not Found</h1></body></html>')
    if (path.realmId === '') return noResourceAnswer(call.url.pathname, clock.now())
    const refusal = checkToken(call, path.realmId)
    if (refusal !== undefined) return refusal
    const realm = realms.get(path.realmId)
    const throttle = throttles.get(path.realmId)
    if (realm === undefined || throttle === undefined) return forbiddenAnswer(clock.now())
    return await withinLimits(throttle, call, () => {
      const context = { realm, nowMs: clock.now(), random, twist: pageTwist(twist) }
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

  async function withinLimits(throttle: Throttle, call: Call, work: () => Answer): Promise<Answer> {
    if (!throttle.enter(clock.now())) return throttledAnswer(clock.now())
    try {
      await pass(options.latencyMs, call.signal)
      return work()
    } finally {
      throttle.leave()
    }
  }

  return async (call, observed) => {
    const fault = faults.takeApi(observed)
    if (fault === undefined) return await answerTruly(call, undefined)
    const replaced = buildApiFaultAnswer(fault, clock.now())
    if (replaced !== undefined) return replaced
    const transport = transportOf(fault.kind)
    if (transport === 'reset' || transport === 'hang') return { ...jsonAnswer(200, ''), transport }
    const answer = await answerTruly(call, fault)
    if (fault.kind === 'truncated') return cutInHalf(answer)
    return transport === undefined ? answer : { ...answer, transport }
  }
}

function pageTwist(fault: ApiFault | undefined): 'over-return' | 'short-page' | undefined {
  return fault?.kind === 'over-return' || fault?.kind === 'short-page' ? fault.kind : undefined
}

function cutInHalf(answer: Answer): Answer {
  return { ...answer, body: answer.body.subarray(0, Math.floor(answer.body.length / 2)) }
}

/** Lets the latency pass, or less when the caller goes away. */
async function pass(latencyMs: number | (() => number), signal: AbortSignal): Promise<void> {
  const ms = typeof latencyMs === 'number' ? latencyMs : latencyMs()
  if (ms <= 0 || signal.aborted) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}

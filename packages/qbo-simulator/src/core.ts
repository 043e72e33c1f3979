import { createApiHost } from './api/api-host.js'
import { observeCall } from './api/observe.js'
import { createClock, type Clock } from './clock.js'
import { defaultRealmId } from './company/company.js'
import { createRealm, type Realm } from './company/realm.js'
import { createFaultQueue, type FaultQueue, type ObservedRequest } from './fault/fault-queue.js'
import { buildTokenFaultAnswer } from './fault/token-fault-answer.js'
import { htmlAnswer, type Answer } from './http/answer.js'
import type { Call } from './http/call.js'
import { createLatency, pass } from './http/latency.js'
import { createGrants, type Grants } from './oauth/grants.js'
import { createOauthEndpoints, isOauthPath, tokenPath } from './oauth/oauth-endpoints.js'
import { createRandom } from './random.js'
import type { LoggedRequest } from './request-log.js'
import type { ResolvedOptions } from './simulator-options.js'

export type RequestListener = (request: ObservedRequest) => void | Promise<void>

/** The state of a simulator, and the one function that turns a call into an answer. */
export interface Core {
  readonly clock: Clock
  readonly realms: ReadonlyMap<string, Realm>
  readonly grants: Grants
  readonly faults: FaultQueue
  readonly requests: readonly LoggedRequest[]
  readonly listeners: Set<RequestListener>
  readonly answerCall: (call: Call) => Promise<Answer>
}

export function createCore(options: ResolvedOptions): Core {
  const clock = createClock(options.now)
  const realms = new Map(
    options.companies.map((company) => [company.realmId ?? defaultRealmId, createRealm(company, clock.now)]),
  )
  const grants = createGrants(clock.now)
  const faults = createFaultQueue(createRandom(options.seed + 1))
  const requests: LoggedRequest[] = []
  const listeners = new Set<RequestListener>()
  const names = new Map(
    options.companies.map(({ realmId = defaultRealmId, name = realmId }) => [realmId, name]),
  )
  const answerOauth = createOauthHost({ ...options, names, grants, faults })
  const latency = createLatency(options.latencyMs, createRandom(options.seed + 2))
  const answerApi = createApiHost({
    ...options,
    latency,
    realms,
    grants,
    faults,
    clock,
    random: createRandom(options.seed),
  })
  let apiCalls = 0

  async function answerCall(call: Call): Promise<Answer> {
    const at = clock.now()
    const isOauth = isOauthPath(call.url.pathname)
    const observed = isOauth
      ? { number: 0, method: call.method, path: call.url.pathname }
      : observeCall(call, ++apiCalls)
    if (!isOauth) for (const listener of listeners) await listener(observed)
    if (isOauth) await pass(latency.before('token'), call.signal)
    const answer = isOauth ? answerOauth(call, observed) : await answerApi(call, observed)
    const isBroken = answer.transport === 'reset' || answer.transport === 'hang'
    const host = isOauth ? 'oauth' : 'api'
    requests.push({ ...observed, host, at, answeredAt: clock.now(), status: isBroken ? 0 : answer.status })
    return answer
  }

  return { clock, realms, grants, faults, requests, listeners, answerCall }
}

interface OauthHostOptions {
  readonly grants: Grants
  readonly faults: FaultQueue
  readonly clientId: string
  readonly clientSecret: string
  readonly names: ReadonlyMap<string, string>
}

function createOauthHost(options: OauthHostOptions): (call: Call, observed: ObservedRequest) => Answer {
  const endpoints = createOauthEndpoints(options)
  let faultTurn = 0
  return (call, observed) => {
    const answerTruly = (): Answer =>
      endpoints(call) ?? htmlAnswer(404, '<html><body>Not Found</body></html>')
    const fault = call.url.pathname === tokenPath ? options.faults.takeToken(observed) : undefined
    return fault === undefined ? answerTruly() : buildTokenFaultAnswer(fault, faultTurn++, answerTruly)
  }
}

import type { QboRecord } from './entity/record.js'
import type { Realm } from './company/realm.js'
import { createControl } from './control/control.js'
import { createCore } from './core.js'
import { isFaultKind } from './fault/fault-kind.js'
import type { Answer } from './http/answer.js'
import { readCall, type Call } from './http/call.js'
import { buildResponse } from './http/response.js'
import { listen } from './serve/listen.js'
import type { InRealm, Simulator } from './simulator.js'
import { SimulatorError } from './simulator-error.js'
import { resolveSimulatorOptions, type SimulatorOptions } from './simulator-options.js'

/**
 * Creates a QuickBooks Online that runs offline.
 *
 * @throws {SimulatorError} SIMULATOR_INVALID_OPTIONS
 * @example
 *   const simulator = createSimulator({ companies: [generateCompany({ seed: 1, invoices: 500 })] })
 *   const server = await simulator.listen()
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const resolved = resolveSimulatorOptions(options)
  const { clock, realms, grants, faults, listeners, requests, answerCall } = createCore(resolved)
  const realmIds = [...realms.keys()]
  const realm = (realmId: string = realmIds[0]!): Realm => {
    const found = realms.get(realmId)
    if (found === undefined) throw new SimulatorError('SIMULATOR_NOT_FOUND', `No company ${realmId}`)
    return found
  }
  const control = createControl(() => simulator)
  const answerAny = async (call: Call): Promise<Answer> => control(call) ?? (await answerCall(call))

  const simulator: Simulator = {
    clientId: resolved.clientId,
    clientSecret: resolved.clientSecret,
    realmIds,
    now: clock.now,
    setNow: clock.set,
    handle: async (request) => await buildResponse(await answerAny(await readCall(request)), request.signal),
    listen: (listenOptions) => listen(answerAny, listenOptions),
    refreshToken: (realmId) => grants.refreshToken(realm(realmId).realmId),
    rotateRefreshToken: (realmId) => grants.rotate(realm(realmId).realmId),
    expireAccessTokens: (realmId) => grants.expireAccess(realm(realmId).realmId),
    records: (entity, realmId) =>
      realm(realmId)
        .texts(entity)
        .map((text) => JSON.parse(text) as QboRecord),
    texts: (entity, realmId) => realm(realmId).texts(entity),
    create: (entity, record, realmId) => realm(realmId).create(entity, record),
    edit: (entity, id, patch, where) => realm(realmOf(where)).edit(entity, id, patch, optionsOf(where)),
    remove: (entity, id, where) => realm(realmOf(where)).remove(entity, id, optionsOf(where)),
    poison: (entity, id, where) => realm(realmOf(where)).poison(entity, id, optionsOf(where)?.status ?? 400),
    hide: (entity, id, realmId) => realm(realmId).hide(entity, id),
    inject(fault) {
      if (isFaultKind(fault.kind)) return faults.add(fault)
      throw new SimulatorError('SIMULATOR_INVALID_OPTIONS', `No fault ${JSON.stringify(fault.kind)}`)
    },
    onRequest(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    requests,
  }
  return simulator
}

function realmOf(where: string | InRealm | undefined): string | undefined {
  return typeof where === 'string' ? where : where?.realmId
}

function optionsOf<T extends InRealm>(where: string | T | undefined): T | undefined {
  return typeof where === 'string' ? undefined : where
}

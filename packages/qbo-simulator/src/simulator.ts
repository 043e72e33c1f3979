import type { QboRecord } from './company/company.js'
import type { EditOptions, NewRecord, Realm, RemoveOptions } from './company/realm.js'
import { createControl } from './control/control.js'
import { createCore, type RequestListener } from './core.js'
import { isFaultKind } from './fault/fault-kind.js'
import type { Fault } from './fault/fault-queue.js'
import type { Answer } from './http/answer.js'
import { readCall, type Call } from './http/call.js'
import { buildResponse } from './http/response.js'
import type { LoggedRequest } from './request-log.js'
import { listen, type ListenOptions, type SimulatorServer } from './serve/listen.js'
import { SimulatorError } from './simulator-error.js'
import { resolveSimulatorOptions, type SimulatorOptions } from './simulator-options.js'

/** Where a verb of the simulator applies, when there is more than one company. */
export interface InRealm {
  /** @defaultValue the first company's */
  readonly realmId?: string
}

/** A QuickBooks Online in this process. */
export interface Simulator {
  readonly clientId: string
  readonly clientSecret: string
  readonly realmIds: readonly string[]
  /** The simulator's clock, epoch milliseconds. */
  now(): number
  /** Moves the clock; it goes on from there. Tokens expire and rotate by it, throttles slide by it. */
  setNow(epochMs: number): void

  /** Answers any request by its path, whatever its host. A broken connection is a TypeError, as `fetch` throws. */
  handle(request: Request): Promise<Response>
  /** Serves on node:http, on loopback and any free port by default. */
  listen(options?: ListenOptions): Promise<SimulatorServer>

  /** A refresh token that is good now, to seed a client with. */
  refreshToken(realmId?: string): string
  /** Replaces the refresh token; the old value dies at once. Returns the new one. */
  rotateRefreshToken(realmId?: string): string
  /** Makes every access token of the company expire now. */
  expireAccessTokens(realmId?: string): void

  /** Current records, inactive ones too, in the order of the entity's own default (dates ascending). */
  records(entity: string, realmId?: string): readonly QboRecord[]
  /** The same as they are served, byte for byte: for numbers and escapes that parsing would change. */
  texts(entity: string, realmId?: string): readonly string[]
  /** Adds a record; Id, SyncToken, MetaData and Active are filled in unless given. Text is kept byte for byte. */
  create(entity: string, record: NewRecord | string, realmId?: string): QboRecord
  /** Merges the fields in and, unless `touch` is false, moves SyncToken and LastUpdatedTime. */
  edit(
    entity: string,
    id: string,
    patch: Readonly<Record<string, unknown>>,
    options?: string | (EditOptions & InRealm),
  ): QboRecord
  /** Deletes for good. CDC shows it as Deleted, unless `trace` is false. For lists, QuickBooks sets Active to false. */
  remove(entity: string, id: string, options?: string | (RemoveOptions & InRealm)): void
  /** Makes every page with this row fail with 4002, at HTTP 400 or `status`. Returns the antidote. */
  poison(entity: string, id: string, options?: string | (InRealm & { readonly status?: number })): () => void

  /** Makes calls to come fail. Returns what takes the fault back. */
  inject(fault: Fault): () => void
  /** Calls `listener` before each call to the data API is answered, and waits for it. Returns what ends that. */
  onRequest(listener: RequestListener): () => void
  /** Every call answered so far, to both hosts, in the order of the answers. */
  readonly requests: readonly LoggedRequest[]
}

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

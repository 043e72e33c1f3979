import { defaultRealmId, type Company } from './company/company.js'
import type { Limits } from './http/throttle.js'
import { SimulatorError } from './simulator-error.js'

export interface SimulatorOptions {
  readonly companies: readonly Company[]
  /** @defaultValue 'simulator-client' */
  readonly clientId?: string
  /** @defaultValue 'simulator-secret' */
  readonly clientSecret?: string
  /** Epoch milliseconds. @defaultValue Date.now */
  readonly now?: () => number
  /** Per company. False lifts them. @defaultValue 500 a minute, 10 a second, 10 in flight */
  readonly limits?: Limits | false
  /** Real milliseconds that each answer of the data API takes. @defaultValue 0 */
  readonly latencyMs?: number | (() => number)
  /** For the order of equal rows and the chance of faults. @defaultValue 1 */
  readonly seed?: number
}

/** Fills in the defaults. @throws {SimulatorError} SIMULATOR_INVALID_OPTIONS */
export function resolveSimulatorOptions(options: SimulatorOptions): Required<SimulatorOptions> {
  const realmIds = options.companies.map(({ realmId = defaultRealmId }) => realmId)
  if (realmIds.length === 0) throw invalid('A simulator needs at least one company')
  if (new Set(realmIds).size < realmIds.length) throw invalid('Two companies have the same realmId')
  return {
    companies: options.companies,
    clientId: options.clientId ?? 'simulator-client',
    clientSecret: options.clientSecret ?? 'simulator-secret',
    now: options.now ?? Date.now,
    limits: options.limits ?? { perMinute: 500, perSecond: 10 },
    latencyMs: options.latencyMs ?? 0,
    seed: options.seed ?? 1,
  }
}

function invalid(message: string): SimulatorError {
  return new SimulatorError('SIMULATOR_INVALID_OPTIONS', message)
}

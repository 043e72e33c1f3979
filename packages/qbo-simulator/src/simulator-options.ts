import { defaultRealmId, type Company } from './company/company.js'
import { entityTypes } from './entity/entities.js'
import type { Latency } from './http/latency.js'
import type { Limits } from './http/throttle.js'
import { isReportName } from './report/answer-report.js'
import { SimulatorError } from './simulator-error.js'

/** Options of {@link createSimulator}. */
export interface SimulatorOptions {
  /**
   * The companies that it has: of `generateCompany`, `loadRecordings`, or written out. Each has a realm of its
   * own.
   */
  readonly companies: readonly Company[]
  /** @defaultValue 'simulator-client' */
  readonly clientId?: string
  /** @defaultValue 'simulator-secret' */
  readonly clientSecret?: string
  /** Epoch milliseconds. @defaultValue Date.now */
  readonly now?: () => number
  /** Per company. False lifts them. @defaultValue 500 a minute, 10 a second, 10 in flight */
  readonly limits?: Limits | false
  /** Real milliseconds that each answer of the data API takes; or by what is asked for and how much comes. @defaultValue 0 */
  readonly latencyMs?: number | (() => number) | Latency
  /** For the order of equal rows and the chance of faults. @defaultValue 1 */
  readonly seed?: number
  /** Whether CDC honours `include=enhancedAllCustomFields`, as queries do; nobody has written down that it does. @defaultValue false */
  readonly customFieldsInCdc?: boolean
  /** How its reports look, and when they stop. @defaultValue as before the modernisation of 2026, 400,000 cells */
  readonly reports?: {
    /** As reports are since the modernisation of 2026; a call with `testing_migration` gets that always. @defaultValue false */
    readonly isModern?: boolean
    /** Rows times columns that a list holds; behind them a row says that there is more. @defaultValue 400_000 */
    readonly mostCells?: number
  }
}

export type ResolvedOptions = Required<SimulatorOptions> & {
  readonly reports: Required<NonNullable<SimulatorOptions['reports']>>
}

/** Fills in the defaults. @throws {SimulatorError} SIMULATOR_INVALID_OPTIONS */
export function resolveSimulatorOptions(options: SimulatorOptions): ResolvedOptions {
  const realmIds = options.companies.map(({ realmId = defaultRealmId }) => realmId)
  if (realmIds.length === 0) throw invalid('A simulator needs at least one company')
  if (new Set(realmIds).size < realmIds.length) throw invalid('Two companies have the same realmId')
  for (const name of options.companies.flatMap(({ lacks = [] }) => lacks)) {
    const isKnown = entityTypes.has(name) || isReportName(name)
    if (!isKnown)
      throw invalid(`A company cannot lack ${JSON.stringify(name)}: no entity or report has that name`)
  }
  return {
    companies: options.companies,
    clientId: options.clientId ?? 'simulator-client',
    clientSecret: options.clientSecret ?? 'simulator-secret',
    now: options.now ?? Date.now,
    limits: options.limits ?? { perMinute: 500, perSecond: 10 },
    latencyMs: options.latencyMs ?? 0,
    seed: options.seed ?? 1,
    customFieldsInCdc: options.customFieldsInCdc ?? false,
    reports: { isModern: false, mostCells: 400_000, ...options.reports },
  }
}

function invalid(message: string): SimulatorError {
  return new SimulatorError('SIMULATOR_INVALID_OPTIONS', message)
}

import type { Simulator } from '../simulator.js'

/** The log of calls in numbers. */
export interface Stats {
  readonly now: number
  readonly apiCalls: number
  readonly oauthCalls: number
  /** Answers of the data API by status, 0 for broken connections. */
  readonly byStatus: Readonly<Record<string, number>>
  readonly byEntity: Readonly<Record<string, number>>
}

export function buildStats(simulator: Simulator): Stats {
  const api = simulator.requests.filter(({ host }) => host === 'api')
  return {
    now: simulator.now(),
    apiCalls: api.length,
    oauthCalls: simulator.requests.length - api.length,
    byStatus: countBy(api.map(({ status }) => String(status))),
    byEntity: countBy(api.map(({ entity }) => entity ?? '')),
  }
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

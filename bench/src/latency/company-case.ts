/** Who reads beside us: the clients of npm take a page after the other, minutes for the large companies. */
export type CasePeers = 'none' | 'npm' | 'all'

/** A company and a network. */
export interface CompanyCase {
  readonly invoices: number
  /** About how long every answer takes, of the token host too. */
  readonly latencySeconds: number
  /** Nine tenths of the invoices lie in the last tenth of the range. */
  readonly skewed: boolean
  readonly peers: CasePeers
}

/** Per cent by which answers take more or less than the latency, by chance from the seed. */
export const jitter = 5

/** Beside the invoices. */
export const customers = 900
export const items = 300

/** Some twenty minutes of work on a machine with nothing else to do. */
export const companyCases: readonly CompanyCase[] = [
  one(500, 0.3, 'npm'),
  one(500, 1.5, 'npm'),
  one(500, 4, 'npm'),
  skewed(500, 1.5),
  one(5000, 0.3, 'npm'),
  one(5000, 1.5, 'all'),
  one(5000, 4, 'npm'),
  skewed(5000, 1.5),
  one(50_000, 0.3, 'npm'),
  one(50_000, 1.5, 'npm'),
  one(50_000, 4),
  skewed(50_000, 0.3),
  skewed(50_000, 1.5),
  one(500_000, 0.3),
  one(500_000, 1.5),
  skewed(500_000, 0.3),
]

function one(invoices: number, latencySeconds: number, peers: CasePeers = 'none'): CompanyCase {
  return { invoices, latencySeconds, skewed: false, peers }
}

function skewed(invoices: number, latencySeconds: number): CompanyCase {
  return { ...one(invoices, latencySeconds), skewed: true }
}

/** What Intuit's limits allow for so many calls: 490 a minute of ours, and ten at once. */
export function allowedSeconds(calls: number, latencySeconds: number): number {
  return Math.max(calls / (490 / 60), (calls * latencySeconds) / 10)
}

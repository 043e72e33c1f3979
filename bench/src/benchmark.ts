import type { BenchmarkReport } from './report/benchmark-report.ts'

/** How much is measured, and how often. */
export interface BenchmarkSize {
  readonly rows: number
  /** How often everything is measured; the rounds are interleaved and their medians count. */
  readonly rounds: number
}

export interface BenchmarkOptions extends BenchmarkSize {
  /** Names of the ways to compare; none are all. For work on one of them. */
  readonly only: readonly string[]
  /** A PostgreSQL to measure on instead of one of our own; as a superuser. */
  readonly url: string | undefined
  /** The one from npm, even where one is installed. */
  readonly npmPostgres: boolean
  readonly say: (line: string) => void
}

export interface Benchmark {
  readonly name: string
  /** What says something of real companies and fits into half an hour with all the others. */
  readonly usualSize: BenchmarkSize
  run(options: BenchmarkOptions): Promise<BenchmarkReport>
}

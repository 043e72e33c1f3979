import type { BarChart } from './report/bar-chart.ts'
import type { Table } from './report/table.ts'

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

/** A number of DESIGN §9. */
export interface Target {
  readonly what: string
  readonly wanted: string
  readonly got: string
  readonly met: boolean
}

export interface BenchmarkReport {
  readonly title: string
  /** How it was measured, in Markdown. */
  readonly method: string
  readonly table: Table
  /** What a reader of the table should know, in Markdown, a line each. */
  readonly notes: readonly string[]
  readonly charts: readonly BarChart[]
  readonly targets: readonly Target[]
  /** Everything measured, for the JSON file. */
  readonly data: unknown
}

export interface Benchmark {
  readonly name: string
  /** What says something of real companies and fits into half an hour with all the others. */
  readonly usualSize: BenchmarkSize
  run(options: BenchmarkOptions): Promise<BenchmarkReport>
}

import type { BarChart } from './bar-chart.ts'
import type { Table } from './table.ts'

/** A number that was aimed for, and what has come of it. */
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

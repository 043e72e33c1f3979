import type { BenchmarkReport } from '../report/benchmark-report.ts'
import { whole } from '../report/number-text.ts'

/** A view, read whole into a table. */
export interface Measured {
  readonly name: string
  readonly rows: number
  readonly ms: number
}

export interface MeasuredViews {
  readonly invoices: number
  readonly records: number
  readonly views: readonly Measured[]
  readonly ledger: Measured
  /** Seconds; undefined where the package is not there. */
  readonly models: number | undefined
  /** Version of PostgreSQL. */
  readonly server: string
}

export function reportViews({
  invoices,
  records,
  views,
  ledger,
  models,
  server,
}: MeasuredViews): BenchmarkReport {
  const slowest = [...views].toSorted((left, right) => right.ms - left.ms)
  const total = views.reduce((sum, { ms }) => sum + ms, 0)
  return {
    title: `A ledger over ${whole(invoices)} invoices`,
    method: `A made-up company with books, ${whole(records)} records in the raw tables of PostgreSQL ${server}, one connection. Each view is read whole into a table of its own, as dbt's models do.`,
    table: {
      head: ['view', 'rows', 'ms', 'rows a second'],
      rows: [...slowest.slice(0, 12), ledger].map(({ name, rows, ms }) => [
        name,
        whole(rows),
        whole(ms),
        whole((rows / ms) * 1000),
      ]),
    },
    notes: [
      `All ${views.length} views together: ${whole(total / 1000)} s.`,
      models === undefined
        ? "dbt's models were not there."
        : `All models and tests of dbt's package over the views, with its start: ${whole(models)} s.`,
    ],
    charts: [],
    targets: [],
    data: { invoices, records, views, ledger, models },
  }
}

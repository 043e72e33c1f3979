import type { BenchmarkReport } from '../report/benchmark-report.ts'
import { whole } from '../report/number-text.ts'
import type { Loaded } from './load-company.ts'
import type { Models } from './read-models.ts'

/** A view, read whole into a table. */
export interface Measured {
  readonly name: string
  readonly rows: number
  readonly ms: number
}

export interface MeasuredViews {
  readonly invoices: number
  readonly loaded: Loaded
  /** Megabytes of the raw tables, and of those that dbt makes. */
  readonly rawMb: number
  readonly modelsMb: number
  readonly views: readonly Measured[]
  readonly ledger: Measured
  /** Undefined where the package is not there. */
  readonly models: Models | undefined
  /** Version of PostgreSQL. */
  readonly server: string
}

export function reportViews({
  invoices,
  loaded,
  rawMb,
  modelsMb,
  views,
  ledger,
  models,
  server,
}: MeasuredViews): BenchmarkReport {
  const slowest = [...views].toSorted((left, right) => right.ms - left.ms)
  const total = views.reduce((sum, { ms }) => sum + ms, 0)
  return {
    title: `A ledger over ${whole(invoices)} invoices`,
    method: `A made-up company with books, ${whole(loaded.records)} records in the raw tables of PostgreSQL ${server}, one connection. Each view is read whole into a table of its own, as dbt's models do, with \`jit = off\`.`,
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
      `Written in ${whole(loaded.seconds)} s; the raw tables have ${whole(rawMb)} MB, with their indexes.`,
      `All ${views.length} views together: ${whole(total / 1000)} s.`,
      ...(models === undefined ? ["dbt's models were not there."] : notesOf(models, modelsMb)),
    ],
    charts: [],
    targets: [],
    data: { invoices, loaded, rawMb, views, ledger, models, modelsMb },
  }
}

function notesOf({ seconds, outcome, models, tests, slowest }: Models, megabytes: number): readonly string[] {
  const names = slowest.map(
    ({ name, rows, seconds: own }) => `\`${name}\` ${whole(own)} s (${whole(rows)} rows)`,
  )
  return [
    `All ${models} models and ${tests} tests of dbt's package, with its start: ${whole(seconds)} s (\`${outcome}\`); its tables have ${whole(megabytes)} MB.`,
    `The slowest models, of which four run at a time: ${names.join(', ')}.`,
  ]
}

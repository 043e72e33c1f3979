import type { BenchmarkReport, Target } from '../report/benchmark-report.ts'
import { whole } from '../report/number-text.ts'

export interface CallCount {
  readonly rows: number
  readonly window: string
  readonly calls: number
}

export function reportCalls(counts: readonly CallCount[]): BenchmarkReport {
  const sizes = [...new Set(counts.map(({ rows }) => rows))]
  const windows = [...new Set(counts.map(({ window }) => window))]
  return {
    title: 'API calls by window size',
    method: `All calls of a run that reads and proves three years of invoices, counted by the simulator; a page holds 1000 rows at most. A company of ${sizes.map(whole).join(' and of ')} invoices, cut into windows of each size.`,
    table: {
      head: ['invoices', 'pages at least', 'allowed', ...windows.map((window) => `by ${window}`)],
      rows: sizes.map((rows) => [
        whole(rows),
        whole(Math.ceil(rows / 1000)),
        whole(allowed(rows)),
        ...counts.filter((count) => count.rows === rows).map(({ calls }) => whole(calls)),
      ]),
    },
    notes: [],
    charts: [],
    targets: sizes.map((rows) => target(rows, counts)),
    data: { counts },
  }
}

function allowed(rows: number): number {
  return Math.floor(1.05 * Math.ceil(rows / 1000) + 15)
}

function target(rows: number, counts: readonly CallCount[]): Target {
  const most = Math.max(...counts.filter((count) => count.rows === rows).map(({ calls }) => calls))
  const what = `API calls for ${whole(rows)} rows, whatever the window size`
  return { what, wanted: `≤ ${allowed(rows)}`, got: String(most), met: most <= allowed(rows) }
}

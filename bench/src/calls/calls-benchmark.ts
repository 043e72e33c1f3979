import type { Benchmark } from '../benchmark.ts'
import { measureReader } from '../reader/measure-reader.ts'
import { ours } from '../reader/reader.ts'
import { whole } from '../report/number-text.ts'
import { withServer } from '../with-server.ts'
import { withSimulator } from '../with-simulator.ts'
import { reportCalls, type CallCount } from './report-calls.ts'

const windows = ['day', 'week', 'month', 'range'] as const

/** What a run costs of the metered calls, by window size: windows are how rows are attributed, not requests. */
export const callsBenchmark: Benchmark = {
  name: 'calls',
  // Counting needs no rounds.
  usualSize: { rows: 50_000, rounds: 1 },
  run: (options) =>
    withServer(options, async (url) => {
      const counts: CallCount[] = []
      for (const invoices of sizesUpTo(options.rows)) {
        await withSimulator({ invoices }, async (simulator) => {
          for (const window of windows) {
            const { calls } = await measureReader(url, simulator, ours, { window })
            counts.push({ rows: invoices, window, calls })
            options.say(`${whole(invoices)} invoices by ${window}: ${calls} calls`)
          }
        })
      }
      return reportCalls(counts)
    }),
}

function sizesUpTo(rows: number): readonly number[] {
  return rows > 20_000 ? [20_000, rows] : [rows]
}

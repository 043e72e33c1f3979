import type { Benchmark } from '../benchmark.ts'
import { describeRead } from '../reader/describe-read.ts'
import { measureReader, type ReadMeasure } from '../reader/measure-reader.ts'
import { oursAsCommandLine } from '../reader/reader.ts'
import { whole } from '../report/number-text.ts'
import { withServer } from '../with-server.ts'
import { withSimulator } from '../with-simulator.ts'
import { reportScale } from './report-scale.ts'

const sizes = [50_000, 500_000, 2_000_000]

/** Ours at several sizes: what should grow with the company, and what should not. */
export const scaleBenchmark: Benchmark = {
  name: 'scale',
  // Two million take ten minutes more: on demand, by --rows 2000000.
  usualSize: { rows: 500_000, rounds: 1 },
  run: (options) =>
    withServer(options, async (url, server) => {
      const measures: (readonly ReadMeasure[])[] = []
      for (const invoices of sizesUpTo(options.rows)) {
        options.say(`Making up ${whole(invoices)} invoices …`)
        const rounds = await withSimulator({ invoices }, async (simulator) => {
          const measured: ReadMeasure[] = []
          for (let round = 0; round < options.rounds; round++) {
            const measure = await measureReader(url, simulator, oursAsCommandLine)
            measured.push(measure)
            options.say(`${whole(invoices)} invoices: ${describeRead(measure)}`)
          }
          return measured
        })
        measures.push(rounds)
      }
      return reportScale(measures, options.rounds, server)
    }),
}

/** Two sizes at least: one says nothing of growth. */
function sizesUpTo(rows: number): readonly number[] {
  const smaller = sizes.filter((size) => size < rows)
  return [...(smaller.length === 0 ? [Math.ceil(rows / 10)] : smaller), rows]
}

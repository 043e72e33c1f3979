import type { Benchmark, BenchmarkOptions } from '../benchmark.ts'
import { installReaders } from '../reader/install-readers.ts'
import { measureReader, type ReadMeasure } from '../reader/measure-reader.ts'
import type { Reader } from '../reader/reader.ts'
import type { SimulatorProcess } from '../simulator-process.ts'
import { withServer } from '../with-server.ts'
import { withSimulator } from '../with-simulator.ts'
import { describeRead } from '../reader/describe-read.ts'
import { reportEndToEnd, type ReaderMeasures } from './report-end-to-end.ts'

/** A company's invoices over HTTP into PostgreSQL, ours beside others. */
export const endToEndBenchmark: Benchmark = {
  name: 'end-to-end',
  usualSize: { rows: 50_000, rounds: 3 },
  async run(options) {
    const { readers, notes } = await installReaders(options)
    return withServer(options, (url, server) =>
      withSimulator({ invoices: options.rows }, async (simulator) => {
        const measures = await measureRounds(url, simulator, readers, options)
        return reportEndToEnd(measures, options, server, notes)
      }),
    )
  },
}

/** Each round measures every reader once, so that a busy minute of the machine does not fall on one of them. */
async function measureRounds(
  url: string,
  simulator: SimulatorProcess,
  readers: readonly Reader[],
  { rounds, say }: BenchmarkOptions,
): Promise<readonly ReaderMeasures[]> {
  const all = readers.map((reader) => ({ reader, rounds: [] as ReadMeasure[] }))
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const { reader, rounds: measures } = all[(turn + round) % all.length]!
      const measure = await measureReader(url, simulator, reader)
      measures.push(measure)
      say(`round ${round + 1}/${rounds}  ${reader.label}: ${describeRead(measure)}`)
    }
  }
  return all
}

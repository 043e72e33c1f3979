import type { Benchmark, BenchmarkOptions } from '../benchmark.ts'
import { installPeers } from '../reader/install-peers.ts'
import { measureReader, type ReadMeasure } from '../reader/measure-reader.ts'
import { readers, type Reader } from '../reader/reader.ts'
import type { SimulatorProcess } from '../simulator-process.ts'
import { withServer } from '../with-server.ts'
import { withSimulator } from '../with-simulator.ts'
import { describeRead } from '../reader/describe-read.ts'
import { reportEndToEnd } from './report-end-to-end.ts'

export interface ReaderMeasures {
  readonly reader: Reader
  readonly rounds: readonly ReadMeasure[]
}

/** A company's invoices over HTTP into PostgreSQL, ours beside others. */
export const endToEndBenchmark: Benchmark = {
  name: 'end-to-end',
  usualSize: { rows: 50_000, rounds: 3 },
  async run(options) {
    installPeers(options.say)
    return withServer(options, (url) =>
      withSimulator({ invoices: options.rows }, async (simulator) =>
        reportEndToEnd(await measureRounds(url, simulator, options), options),
      ),
    )
  },
}

/** Each round measures every reader once, so that a busy minute of the machine does not fall on one of them. */
async function measureRounds(
  url: string,
  simulator: SimulatorProcess,
  { rounds, only, say }: BenchmarkOptions,
): Promise<readonly ReaderMeasures[]> {
  const chosen = readers.filter(({ name }) => only.length === 0 || only.includes(name))
  const all = chosen.map((reader) => ({ reader, rounds: [] as ReadMeasure[] }))
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

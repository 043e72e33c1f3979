import { setTimeout as sleep } from 'node:timers/promises'
import type { Benchmark, BenchmarkOptions } from '../benchmark.ts'
import { ours } from '../reader/reader.ts'
import { countRows, withDatabase } from '../reader/with-database.ts'
import type { SimulatorProcess } from '../simulator-process.ts'
import { withServer } from '../with-server.ts'
import { withSimulator } from '../with-simulator.ts'
import { liveUntilKilled, liveToTheEnd } from './live.ts'
import { countReadAgain, type Life } from './read-again.ts'
import { reportKill } from './report-kill.ts'

/** Long enough for a kill to fall between a request and its answer. */
const latencyMs = 60

/** kill -9 in the middle of a run, and the same command again: what is read twice. */
export const killBenchmark: Benchmark = {
  name: 'kill',
  usualSize: { rows: 50_000, rounds: 8 },
  run: (options) =>
    withServer(options, (serverUrl) =>
      withSimulator({ invoices: options.rows, latencyMs }, (simulator) =>
        withDatabase(serverUrl, async (databaseUrl, client) => {
          const lives = await live(simulator, databaseUrl, options)
          const rows = await countRows(client, ours.table('Invoice'))
          if (rows !== options.rows) throw new Error(`${rows} rows are there instead of ${options.rows}`)
          return reportKill(countReadAgain(lives), options.rows)
        }),
      ),
    ),
}

/** As many lives as there are kills, and a last one that ends by itself. */
async function live(
  simulator: SimulatorProcess,
  databaseUrl: string,
  { rounds, say }: BenchmarkOptions,
): Promise<readonly Life[]> {
  const lives: Life[] = []
  let seen = 0
  for (let life = 1; life <= rounds + 1; life++) {
    const connection = await simulator.connect()
    if (life <= rounds) await liveUntilKilled(connection, databaseUrl)
    else await liveToTheEnd(connection, databaseUrl)
    // What was in flight when it died is answered, and logged, after its death.
    await sleep(3 * latencyMs)
    const log = await simulator.requests()
    const pages = log
      .slice(seen)
      .flatMap(({ statement }) => (statement?.startsWith('SELECT *') ? [statement] : []))
    seen = log.length
    lives.push({ pages })
    say(`life ${life}: ${pages.length} pages read, ${life <= rounds ? 'killed' : 'ended green'}`)
  }
  return lives
}

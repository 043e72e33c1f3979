import type { Benchmark, BenchmarkOptions } from '../benchmark.ts'
import { installReaders } from '../reader/install-readers.ts'
import type { Reader } from '../reader/reader.ts'
import { withServer } from '../with-server.ts'
import { describeRefresh, describeRows, reportScores, type ReaderScores } from './report-scores.ts'
import { scenarios } from './scenario.ts'
import { scoreReading, scoreRefresh, type RowScore } from './score-reader.ts'

/** What is right in the end, when a company is as companies are. */
export const scoresBenchmark: Benchmark = {
  name: 'scores',
  // Four pages; a company's size changes nothing here.
  usualSize: { rows: 3_500, rounds: 1 },
  async run(options) {
    const { readers, notes } = await installReaders(options)
    return withServer(options, async (url) => {
      const scores: ReaderScores[] = []
      for (const reader of readers) scores.push(await scoreAll(url, reader, options))
      return reportScores(scores, options.rows, notes)
    })
  },
}

async function scoreAll(url: string, reader: Reader, { rows, say }: BenchmarkOptions): Promise<ReaderScores> {
  const scores: Record<string, RowScore> = {}
  for (const scenario of scenarios) {
    if (scenario.notFor?.includes(reader.name) === true) continue
    const score = await scoreReading(url, reader, scenario, rows)
    scores[scenario.name] = score
    say(
      `${reader.label}, ${scenario.label}: ${describeRows(score)}${score.error === undefined ? '' : ` (${score.error})`}`,
    )
  }
  if (!reader.hasUsers) return { reader, rows: scores }
  const refresh = await scoreRefresh(url, reader)
  say(`${reader.label}, ten users: ${describeRefresh(refresh)}`)
  return { reader, rows: scores, refresh }
}

import type { BenchmarkSize } from '../benchmark.ts'
import type { BenchmarkReport, Target } from '../report/benchmark-report.ts'
import { median } from '../median.ts'
import { cpuPerThousand } from '../reader/describe-read.ts'
import type { ReadMeasure } from '../reader/measure-reader.ts'
import { ours, type Reader } from '../reader/reader.ts'
import type { Bar } from '../report/bar-chart.ts'
import { times, whole } from '../report/number-text.ts'
import { describeServer, type ServerTraits } from '../with-server.ts'

export interface ReaderMeasures {
  readonly reader: Reader
  readonly rounds: readonly ReadMeasure[]
}

interface ReaderSummary {
  readonly name: string
  readonly label: string
  readonly seconds: number
  readonly loadSeconds: number
  readonly rowsPerSecond: number
  readonly calls: number
  readonly peakMb: number
  readonly cpuMsPerThousand: number
  readonly rounds: readonly ReadMeasure[]
}

export function reportEndToEnd(
  measures: readonly ReaderMeasures[],
  { rows, rounds }: BenchmarkSize,
  server: ServerTraits,
  notes: readonly string[],
): BenchmarkReport {
  const summaries = measures.map(summarize)
  return {
    title: `${whole(rows)} invoices over HTTP into PostgreSQL`,
    method: `${whole(rows)} invoices from the simulator, in a process of its own and without limits, into an empty database of ${describeServer(server)}. Tables compress as the server does by default, ours with lz4 where it can. Each reader is a process of its own; ours proves and checks what it loaded, the clients are used as their READMEs show, with upserts of 500 rows; dlt is a pipeline around python-quickbooks, and tap-quickbooks writes through target-postgres with COPY and upserts. Calls are counted by the simulator; memory is the most that the process held (of tap and target together); CPU is the reader's own, without PostgreSQL and without the start of its process. Medians of ${rounds} interleaved rounds.`,
    table: {
      head: ['', 'seconds', 'until the last row', 'rows/s', 'calls', 'peak MB', 'CPU ms per 1000'],
      rows: summaries.map(
        ({ label, seconds, loadSeconds, rowsPerSecond, calls, peakMb, cpuMsPerThousand }) => [
          label,
          seconds.toFixed(1),
          loadSeconds.toFixed(1),
          whole(rowsPerSecond),
          whole(calls),
          whole(peakMb),
          cpuMsPerThousand.toFixed(1),
        ],
      ),
    },
    notes,
    charts: [
      {
        name: 'speed',
        title: 'Invoices into PostgreSQL',
        unit: 'rows a second',
        bars: barsOf(summaries, ({ rowsPerSecond }) => rowsPerSecond),
      },
      {
        name: 'memory',
        title: 'Most memory held',
        unit: 'MB',
        bars: barsOf(summaries, ({ peakMb }) => peakMb),
      },
    ],
    targets: targetsOf(measures, summaries),
    data: { rows, server, readers: summaries },
  }
}

function summarize({ reader, rounds }: ReaderMeasures): ReaderSummary {
  const middle = (pick: (measure: ReadMeasure) => number): number => median(rounds.map(pick))
  return {
    name: reader.name,
    label: reader.label,
    seconds: middle(({ seconds }) => seconds),
    loadSeconds: middle(({ loadSeconds }) => loadSeconds),
    rowsPerSecond: middle(({ rows, seconds }) => rows / seconds),
    calls: middle(({ calls }) => calls),
    peakMb: middle(({ peakMb }) => peakMb),
    cpuMsPerThousand: middle(cpuPerThousand),
    rounds,
  }
}

function barsOf(
  summaries: readonly ReaderSummary[],
  value: (summary: ReaderSummary) => number,
): readonly Bar[] {
  return summaries.map((summary) => ({
    label: summary.label,
    value: value(summary),
    strong: summary.name === ours.name,
  }))
}

/** Speeds are compared inside a round, then the median of the ratios: a round is one moment of the machine. */
function targetsOf(
  measures: readonly ReaderMeasures[],
  summaries: readonly ReaderSummary[],
): readonly Target[] {
  const roundsOf = (name: string): readonly ReadMeasure[] =>
    measures.find(({ reader }) => reader.name === name)?.rounds ?? []
  const own = roundsOf(ours.name)
  const theirs = roundsOf('node-quickbooks')
  const cpu = summaries.find(({ name }) => name === ours.name)?.cpuMsPerThousand
  // Row for row both do the same until the last one is committed. Then ours counts, compares and checks.
  const speed =
    own.length > 0 && theirs.length > 0
      ? [
          fasterTarget(
            'the last row committed',
            ratio(own, theirs, ({ loadSeconds }) => loadSeconds),
          ),
          fasterTarget(
            'proof and checks included',
            ratio(own, theirs, ({ seconds }) => seconds),
          ),
        ]
      : []
  const wanted = '≤ 40 ms'
  const what = 'end to end: Node CPU for 1000 rows'
  return cpu === undefined ? speed : [...speed, { what, wanted, got: `${cpu.toFixed(1)} ms`, met: cpu <= 40 }]
}

/** The median of the rounds' ratios. */
function ratio(
  own: readonly ReadMeasure[],
  theirs: readonly ReadMeasure[],
  pick: (measure: ReadMeasure) => number,
): number {
  return median(own.map((measure, round) => theirs[round]!.seconds / pick(measure)))
}

function fasterTarget(until: string, ratio: number): Target {
  const what = `end to end, against node-quickbooks and batched upserts, ${until}`
  return { what, wanted: '≥ 2 ×', got: times(ratio), met: ratio >= 2 }
}

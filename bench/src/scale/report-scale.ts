import type { Bar } from '../report/bar-chart.ts'
import type { BenchmarkReport, Target } from '../report/benchmark-report.ts'
import { median } from '../median.ts'
import { cpuPerThousand } from '../reader/describe-read.ts'
import type { ReadMeasure } from '../reader/measure-reader.ts'
import { whole } from '../report/number-text.ts'
import { describeServer, type ServerTraits } from '../with-server.ts'

interface SizeSummary {
  readonly rows: number
  readonly seconds: number
  readonly calls: number
  readonly reportCalls: number
  readonly peakMb: number
  readonly cpuMsPerThousand: number
  readonly rounds: readonly ReadMeasure[]
}

export function reportScale(
  measures: readonly (readonly ReadMeasure[])[],
  rounds: number,
  server: ServerTraits,
): BenchmarkReport {
  const sizes = measures.map(summarize)
  const largest = sizes.at(-1)?.rows ?? 0
  return {
    title: `Up to ${whole(largest)} invoices over HTTP into PostgreSQL`,
    method: `qbo-backfill alone on companies of several sizes, into ${describeServer(server)}, with the heap of its command line, which collects garbage sooner than Node does by itself: less memory for more CPU than in the comparison above; ${rounds === 1 ? 'one run each' : `medians of ${rounds} runs each`}. Time and calls should grow with the company; memory and the CPU for a row should not.`,
    table: {
      head: [
        'invoices',
        'seconds',
        'rows/s',
        'calls',
        'of them reports',
        'rows a call',
        'peak MB',
        'Node CPU ms per 1000',
      ],
      rows: sizes.map(({ rows, seconds, calls, reportCalls, peakMb, cpuMsPerThousand }) => [
        whole(rows),
        seconds.toFixed(1),
        whole(rows / seconds),
        whole(calls),
        whole(reportCalls),
        whole(rows / calls),
        whole(peakMb),
        cpuMsPerThousand.toFixed(1),
      ]),
    },
    notes: [],
    charts: [
      { name: 'time', title: 'Time', unit: 'seconds', bars: barsOf(sizes, ({ seconds }) => seconds) },
      { name: 'calls', title: 'API calls', unit: 'calls', bars: barsOf(sizes, ({ calls }) => calls) },
      { name: 'memory', title: 'Most memory held', unit: 'MB', bars: barsOf(sizes, ({ peakMb }) => peakMb) },
    ],
    targets: targetsOf(sizes),
    data: { sizes },
  }
}

function summarize(rounds: readonly ReadMeasure[]): SizeSummary {
  const middle = (pick: (measure: ReadMeasure) => number): number => median(rounds.map(pick))
  return {
    rows: middle(({ rows }) => rows),
    seconds: middle(({ seconds }) => seconds),
    calls: middle(({ calls }) => calls),
    reportCalls: middle(({ reportCalls }) => reportCalls),
    peakMb: middle(({ peakMb }) => peakMb),
    cpuMsPerThousand: middle(cpuPerThousand),
    rounds,
  }
}

function barsOf(sizes: readonly SizeSummary[], value: (size: SizeSummary) => number): readonly Bar[] {
  return sizes.map((size) => ({ label: `${whole(size.rows)} invoices`, value: value(size), strong: true }))
}

/** Two million rows are shown and not judged: the target is for companies of up to half a million. */
const mostJudged = 500_000

function targetsOf(all: readonly SizeSummary[]): readonly Target[] {
  const sizes = all.filter(({ rows }) => rows <= mostJudged)
  if (sizes.length < 2) return []
  const most = Math.max(...sizes.map(({ peakMb }) => peakMb))
  const reports = Math.max(...sizes.map(({ reportCalls }) => reportCalls))
  const [first] = sizes
  const growth = (most / first!.peakMb - 1) * 100
  const span = `${whole(first!.rows)} to ${whole(sizes.at(-1)!.rows)} rows`
  return [
    { what: `peak memory of a run, ${span}`, wanted: '≤ 200 MB', got: `${whole(most)} MB`, met: most <= 200 },
    {
      what: `growth of that peak, ${span}`,
      wanted: '≤ 20 %',
      got: `${whole(growth)} %`,
      met: Math.abs(growth) <= 20,
    },
    {
      what: `calls for reports, ${span}`,
      wanted: '≤ 10',
      got: whole(reports),
      met: reports <= 10,
    },
  ]
}

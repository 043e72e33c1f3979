import type { BenchmarkSize } from '../benchmark.ts'
import type { BenchmarkReport, Target } from '../report/benchmark-report.ts'
import { median } from '../median.ts'
import type { ReadMeasure } from '../reader/measure-reader.ts'
import { ours, type Reader } from '../reader/reader.ts'
import { times, whole } from '../report/number-text.ts'
import { describeServer, type ServerTraits } from '../with-server.ts'
import { allowedSeconds, customers, items, jitter, type CompanyCase } from './company-case.ts'

export interface CaseMeasures {
  readonly company: CompanyCase
  readonly reader: Reader
  readonly rounds: ReadMeasure[]
}

interface CaseSummary {
  readonly company: CompanyCase
  readonly name: string
  readonly label: string
  readonly seconds: number
  readonly calls: number
  /** Those of them that asked for a report. */
  readonly reportCalls: number
  /** Calls that waited for one another: the time in units of the latency. */
  readonly rounds: number
  readonly allowed: number
  readonly factor: number
  readonly peakMb: number
  readonly measures: readonly ReadMeasure[]
}

export function reportLatency(
  measures: readonly CaseMeasures[],
  { rounds }: BenchmarkSize,
  server: ServerTraits,
  notes: readonly string[],
): BenchmarkReport {
  const summaries = measures.map(summarize)
  return {
    title: "Whole companies, at QuickBooks' latency and within Intuit's limits",
    method: `Each answer of the simulator takes the latency, give or take ${jitter} % by chance from a seed, that of the token host too, and Intuit's limits are in force: 500 calls a minute, 10 a second, 10 at once. Its process goes before the others of the machine, where that is allowed, since QuickBooks shares no cores with us. Ours brings ${customers} customers and ${items} items with the invoices, proves and checks; the others bring the invoices alone, as their READMEs show. *Skewed*: nine tenths of the invoices lie in the last tenth of the range. *Rounds* is the time in units of the latency: how many calls waited for one another. *For reports*: those of the calls that the second witness took, for which *scale* below has a target of its own. *Allowed* is what the limits allow for all calls: the larger of calls ÷ ${(490 / 60).toFixed(2)} a second and calls × latency ÷ 10. On ${describeServer(server)}; medians of ${rounds} round(s).`,
    table: {
      head: [
        'invoices',
        'latency',
        '',
        'seconds',
        'rounds',
        'calls',
        'for reports',
        'allowed',
        'factor',
        'peak MB',
      ],
      rows: summaries.map((each) => [
        nameOf(each.company),
        `${each.company.latencySeconds} s`,
        each.label,
        each.seconds.toFixed(1),
        each.rounds.toFixed(1),
        whole(each.calls),
        whole(each.reportCalls),
        `${each.allowed.toFixed(1)} s`,
        times(each.factor),
        whole(each.peakMb),
      ]),
    },
    notes,
    charts: [300, 1500, 4000].map((ms) => {
      const at = summaries.filter(({ company }) => company.latencySeconds * 1000 === ms)
      return {
        name: `time-${ms}ms`,
        title: `Time at a latency of ${ms / 1000} s`,
        unit: 'seconds',
        bars: at.map(({ company, name, label, seconds }) => ({
          label: `${nameOf(company)}, ${label}`,
          value: seconds,
          strong: name === ours.name,
        })),
      }
    }),
    targets: summaries.filter(({ name }) => name === ours.name).flatMap(targetsOf),
    data: { server, cases: summaries },
  }
}

function nameOf({ invoices, skewed }: CompanyCase): string {
  return `${whole(invoices)}${skewed ? ' skewed' : ''}`
}

function summarize({ company, reader, rounds: measures }: CaseMeasures): CaseSummary {
  const middle = (pick: (measure: ReadMeasure) => number): number => median(measures.map(pick))
  const seconds = middle((measure) => measure.seconds)
  const calls = middle((measure) => measure.calls)
  const reportCalls = middle((measure) => measure.reportCalls)
  const allowed = allowedSeconds(calls, company.latencySeconds)
  return {
    company,
    name: reader.name,
    label: reader.label,
    seconds,
    calls,
    reportCalls,
    rounds: seconds / company.latencySeconds,
    allowed,
    factor: seconds / allowed,
    peakMb: middle((measure) => measure.peakMb),
    measures,
  }
}

/** Small companies are held to their rounds, large ones to what the limits allow. */
function targetsOf(summary: CaseSummary): readonly Target[] {
  const { company, calls, reportCalls, rounds, factor, peakMb } = summary
  const { invoices, latencySeconds } = company
  const where = `${nameOf(company)} invoices at ${latencySeconds} s`
  const entities = [invoices, customers, items]
  const most = entities.reduce((sum, rows) => sum + Math.ceil(rows / 1000), 0) * 1.05 + 20
  const memory: Target = {
    what: `latency: peak memory, ${where}`,
    wanted: '≤ 200 MB',
    got: `${whole(peakMb)} MB`,
    met: peakMb <= 200,
  }
  const few: Target = {
    // What the second witness may ask for is a target of its own, by `scale`: ten.
    what: `latency: API calls but for reports, ${where}`,
    wanted: `≤ ${Math.floor(most)}`,
    got: whole(calls - reportCalls),
    met: calls - reportCalls <= most,
  }
  if (invoices >= 50_000) {
    const wanted = latencySeconds < 1 ? 1.3 : 1.5
    const got = times(factor)
    return [
      few,
      memory,
      {
        what: `latency: of what the limits allow, ${where}`,
        wanted: `≤ ${wanted} ×`,
        got,
        met: factor <= wanted,
      },
    ]
  }
  if (latencySeconds < 1) return [few]
  const wanted = invoices <= 1000 ? 5 : 6
  return [
    few,
    {
      what: `latency: rounds, ${where}`,
      wanted: `≤ ${wanted}`,
      got: rounds.toFixed(1),
      met: rounds <= wanted,
    },
  ]
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { Benchmark } from '../benchmark.ts'
import { describeRead } from '../reader/describe-read.ts'
import { installReaders } from '../reader/install-readers.ts'
import { measureReader } from '../reader/measure-reader.ts'
import { npmReaders, ours, oursAsCommandLine, type Reader } from '../reader/reader.ts'
import { warmingCalls } from '../warm-reports.ts'
import { withServer } from '../with-server.ts'
import { withSimulator } from '../with-simulator.ts'
import { companyCases, customers, items, jitter, type CompanyCase } from './company-case.ts'
import { reportLatency, type CaseMeasures } from './report-latency.ts'

/** Of a minute's 500 calls, those that a reader may take for its pages if others of the company's were made in that minute. */
const mostSharedCalls = 400

/** Whole companies at the latency that QuickBooks has, within Intuit's limits: what a person waits for. */
export const latencyBenchmark: Benchmark = {
  name: 'latency',
  // The rows are those of the largest company that is measured.
  usualSize: { rows: 500_000, rounds: 1 },
  async run(options) {
    const { readers, notes } = await installReaders(options)
    return withServer(options, async (url, server) => {
      const measures: CaseMeasures[] = []
      for (const company of companyCases.filter(({ invoices }) => invoices <= options.rows)) {
        const { invoices, latencySeconds, skewed } = company
        const simulated = {
          customers,
          items,
          invoices,
          limited: true,
          jitter,
          latencyMs: latencySeconds * 1000,
        }
        await withSimulator({ ...simulated, lastTenth: skewed ? 90 : undefined }, async (simulator) => {
          const reading = readers
            .filter((reader) => isMeasured(reader, company))
            .flatMap((reader) => Array.from({ length: options.rounds }, () => reader))
          let calls = warmingCalls
          for (const reader of reading) {
            // The minute of the limits is that of the company: a large one is begun with a fresh one.
            if (calls + invoices / 1000 > mostSharedCalls) await sleep(60_000)
            const measure = await (reader.name === ours.name
              ? measureReader(url, simulator, oursAsCommandLine, { wholeCompany: true, ...wholeRange })
              : measureReader(url, simulator, reader))
            calls = measure.calls
            const known = measures.find((each) => each.company === company && each.reader === reader)
            if (known === undefined) measures.push({ company, reader, rounds: [measure] })
            else known.rounds.push(measure)
            const what = `${invoices}${skewed ? ' skewed' : ''} at ${latencySeconds} s`
            options.say(`${what}  ${reader.label}: ${measure.seconds.toFixed(1)} s, ${describeRead(measure)}`)
          }
        })
      }
      return reportLatency(measures, options, server, notes)
    })
  },
}

const dayMs = 86_400_000

/** Everything up to today, as somebody who has not read the company before asks for it. */
const wholeRange = {
  from: '2015-01-01',
  to: new Date(Date.now() + dayMs).toISOString().slice(0, 10),
}

/** The Python readers wait in the same way: one company shows it. */
function isMeasured({ name }: Reader, { peers }: CompanyCase): boolean {
  const fromNpm = npmReaders.some((reader) => reader.name === name)
  return name === ours.name || peers === 'all' || (peers === 'npm' && fromNpm)
}

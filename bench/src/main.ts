import { parseArgs } from 'node:util'
import type { Benchmark } from './benchmark.ts'
import type { Target } from './report/benchmark-report.ts'
import { callsBenchmark } from './calls/calls-benchmark.ts'
import { endToEndBenchmark } from './end-to-end/end-to-end-benchmark.ts'
import { killBenchmark } from './kill/kill-benchmark.ts'
import { latencyBenchmark } from './latency/latency-benchmark.ts'
import { describeMachine } from './report/machine.ts'
import { saveReport } from './report/save-report.ts'
import { saveTargets } from './report/save-targets.ts'
import { renderTable } from './report/table.ts'
import { targetTable } from './report/target-table.ts'
import { scaleBenchmark } from './scale/scale-benchmark.ts'
import { scoresBenchmark } from './scores/scores-benchmark.ts'
import { sinkBenchmark } from './sink/sink-benchmark.ts'
import { throttleBenchmark } from './throttle/throttle-benchmark.ts'
import { viewsBenchmark } from './views/views-benchmark.ts'

const benchmarks: readonly Benchmark[] = [
  latencyBenchmark,
  sinkBenchmark,
  endToEndBenchmark,
  scaleBenchmark,
  callsBenchmark,
  throttleBenchmark,
  killBenchmark,
  scoresBenchmark,
  viewsBenchmark,
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Both are each benchmark's own unless given. */
    rows: { type: 'string' },
    rounds: { type: 'string' },
    only: { type: 'string', default: '' },
    url: { type: 'string' },
    /** The PostgreSQL from npm, even where one is installed. */
    'npm-postgres': { type: 'boolean', default: false },
    /** Write docs/benchmarks.md, its data and its charts. */
    save: { type: 'boolean', default: false },
    /** The section and the files to save to, if not those of the benchmark's name. */
    as: { type: 'string' },
  },
})
const unknown = positionals.filter((name) => !benchmarks.some((benchmark) => benchmark.name === name))
if (unknown.length > 0) {
  const known = benchmarks.map(({ name }) => name).join(', ')
  throw new Error(`No benchmark is called ${unknown.join(', ')}. There are: ${known}.`)
}
const wanted = benchmarks.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
if (values.as !== undefined && wanted.length !== 1) {
  throw new Error('--as names one section: say which benchmark it is for, and only that one.')
}

const size = { rows: howMany('rows'), rounds: howMany('rounds') }

function howMany(flag: 'rows' | 'rounds'): number | undefined {
  const text = values[flag]
  if (text === undefined) return undefined
  if (!/^[1-9]\d*$/u.test(text)) throw new Error(`--${flag} takes a whole number above zero, not ${text}.`)
  return Number(text)
}

const targets: Target[] = []
const say = (line: string): boolean => process.stderr.write(`${line}\n`)

async function measure(benchmark: Benchmark): Promise<void> {
  const machine = describeMachine()
  const began = performance.now()
  const report = await benchmark.run({
    rows: size.rows ?? benchmark.usualSize.rows,
    rounds: size.rounds ?? benchmark.usualSize.rounds,
    only: values.only.split(',').filter((name) => name !== ''),
    url: values.url,
    npmPostgres: values['npm-postgres'],
    say,
  })
  say(`${benchmark.name} took ${Math.round((performance.now() - began) / 1000)} s.`)
  console.log(`\n${report.title}\n\n${renderTable(report.table)}\n`)
  for (const note of report.notes) console.log(`- ${note}`)
  targets.push(...report.targets)
  if (values.save) saveReport(values.as ?? benchmark.name, report, machine)
}

for (const benchmark of wanted) {
  try {
    await measure(benchmark)
  } catch (error) {
    // The others are worth half an hour: they are measured all the same.
    console.error(`${benchmark.name} failed.`, error)
    process.exitCode = 1
  }
}
console.log(`\nTargets\n\n${renderTable(targetTable(targets))}`)
if (values.save) saveTargets(benchmarks.map(({ name }) => name))

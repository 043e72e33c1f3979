import { parseArgs } from 'node:util'
import type { Benchmark } from './benchmark.ts'
import { describeMachine } from './report/machine.ts'
import { saveReport } from './report/save-report.ts'
import { renderTable } from './report/table.ts'
import { sinkBenchmark } from './sink/sink-benchmark.ts'

const benchmarks: readonly Benchmark[] = [sinkBenchmark]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rows: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    url: { type: 'string' },
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

for (const benchmark of wanted) {
  const machine = describeMachine()
  const report = await benchmark.run({
    rows: Number(values.rows),
    rounds: Number(values.rounds),
    only: values.only.split(',').filter((name) => name !== ''),
    url: values.url,
    say: (line) => process.stderr.write(`${line}\n`),
  })
  console.log(`\n${report.title}\n\n${renderTable(report.table)}\n`)
  for (const { what, wanted: target, got, met } of report.targets) {
    console.log(`${met ? 'met   ' : 'MISSED'}  ${what}: ${got} (target ${target})`)
  }
  if (values.save) saveReport(values.as ?? benchmark.name, report, machine)
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchmarkReport } from '../benchmark.ts'
import { renderBarChart } from './bar-chart.ts'
import type { Machine } from './machine.ts'
import { renderTable } from './table.ts'

// npm runs a script in the directory of its package.json: the root.
const docs = 'docs'

/** Writes the data and the charts, and the section of docs/benchmarks.md between the marks of this benchmark. */
export function saveReport(name: string, report: BenchmarkReport, machine: Machine): void {
  const directory = join(docs, 'benchmarks')
  mkdirSync(directory, { recursive: true })
  const data = { machine, targets: report.targets, ...(report.data as object) }
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(data, null, 2)}\n`)
  for (const chart of report.charts) {
    writeFileSync(join(directory, `${name}-${chart.name}.svg`), renderBarChart(chart))
  }
  const page = join(docs, 'benchmarks.md')
  writeFileSync(page, replaceSection(readFileSync(page, 'utf8'), name, renderSection(name, report, machine)))
}

function replaceSection(page: string, name: string, section: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`]
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from === -1 || to < from) {
    throw new Error(`docs/benchmarks.md has no place for ${name}: add the lines ${begin} and ${end}.`)
  }
  return `${page.slice(0, from + begin.length)}\n\n${section}\n\n${page.slice(to)}`
}

function renderSection(name: string, report: BenchmarkReport, machine: Machine): string {
  const targets = {
    head: ['target', 'wanted', 'measured', 'met'],
    rows: report.targets.map(({ what, wanted, got, met }) => [what, wanted, got, met ? 'yes' : 'no']),
  }
  return [
    report.method,
    renderTable(report.table),
    ...report.charts.map((chart) => `![${chart.title}](benchmarks/${name}-${chart.name}.svg)`),
    renderTable(targets),
    `Measured ${machine.at.slice(0, 10)} on ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}; load before the start ${machine.loadBefore}. Data: [${name}.json](benchmarks/${name}.json).`,
  ].join('\n\n')
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchmarkReport } from './benchmark-report.ts'
import { renderBarChart } from './bar-chart.ts'
import type { Machine } from './machine.ts'
import { renderTable } from './table.ts'
import { targetTable } from './target-table.ts'

// npm runs a script in the directory of its package.json: the root.
const docs = 'docs'
export const dataDirectory: string = join(docs, 'benchmarks')

/** Writes the data and the charts, and the section of docs/benchmarks.md between the marks of this benchmark. */
export function saveReport(name: string, report: BenchmarkReport, machine: Machine): void {
  mkdirSync(dataDirectory, { recursive: true })
  const data = { machine, targets: report.targets, ...(report.data as object) }
  writeFileSync(join(dataDirectory, `${name}.json`), `${JSON.stringify(data, null, 2)}\n`)
  for (const chart of report.charts) {
    writeFileSync(join(dataDirectory, `${name}-${chart.name}.svg`), renderBarChart(chart))
  }
  saveSection(name, renderSection(name, report, machine))
}

/** Puts a text between the marks of its name in docs/benchmarks.md. */
export function saveSection(name: string, section: string): void {
  const page = join(docs, 'benchmarks.md')
  writeFileSync(page, replaceSection(readFileSync(page, 'utf8'), name, section))
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
  return [
    report.method,
    renderTable(report.table),
    ...(report.notes.length === 0 ? [] : [report.notes.map((note) => `- ${note}`).join('\n')]),
    ...report.charts.map((chart) => `![${chart.title}](benchmarks/${name}-${chart.name}.svg)`),
    ...(report.targets.length === 0 ? [] : [renderTable(targetTable(report.targets))]),
    `Measured ${machine.at.slice(0, 10)} on ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}; load before the start ${machine.loadBefore}. Data: [${name}.json](benchmarks/${name}.json).`,
  ].join('\n\n')
}

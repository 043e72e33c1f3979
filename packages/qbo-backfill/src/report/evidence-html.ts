import type { Evidence, WindowEvidence } from './evidence.js'
import { evidenceStyle } from './evidence-style.js'
import { volumetryChart } from './volumetry-chart.js'

const statusWords = { green: 'Green · Verde', yellow: 'Yellow · Amarillo', red: 'Red · Rojo' } as const

/** The evidence as one self-contained page: no script, no address outside the file; readable on a phone and on paper. */
export function evidenceHtml(evidence: Evidence): string {
  const { report } = evidence
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backfill evidence · ${escape(report.realmId)}</title>
<style>${evidenceStyle}</style>
</head>
<body>
<header>
<p class="status ${report.status}">${statusWords[report.status]}</p>
<h1>QuickBooks Online backfill</h1>
<p>Realm ${escape(report.realmId)} (${escape(report.environment)}), ${escape(report.from)} up to ${escape(report.to)}, windows in ${escape(report.timeZone)}</p>
</header>
${entityTable(evidence)}
${notes(evidence)}
${volumetryCharts(evidence)}
${segmentTable(evidence)}
${failureTable(evidence)}
<footer>Run ${escape(report.runId)} · settled before ${escape(report.settledBefore)} · ${number(report.apiCalls)} API calls · ${(report.durationMs / 1000).toFixed(1)} s</footer>
</body>
</html>
`
}

function entityTable({ report }: Evidence): string {
  const head = [
    'Entity',
    'Status',
    'Expected',
    'Loaded',
    'Inserted',
    'Updated',
    'Unchanged',
    'Rejected',
    'At source in all',
    'API calls',
  ]
  const rows = report.entities.map((entity) => [
    escape(entity.entity),
    `<span class="dot ${entity.status}"></span>${entity.status}`,
    number(entity.expected),
    number(entity.loaded),
    number(entity.inserted),
    number(entity.updated),
    number(entity.unchanged),
    number(entity.rejected),
    number(entity.totalAtSource),
    number(entity.apiCalls),
  ])
  return section('Entities · Entidades', table(head, rows))
}

function notes({ report, checks }: Evidence): string {
  const lines = [
    ...report.notices,
    ...checks.filter((check) => check.status !== 'green').map((check) => check.message),
  ]
  if (lines.length === 0) return ''
  return section('To know · A saber', `<ul>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`)
}

/** One window has no shape to show: its number is in the table. */
function volumetryCharts({ windows }: Evidence): string {
  return [...groupByEntity(windows)]
    .filter(([, own]) => own.length > 1)
    .map(([entity, own]) => volumetryChart(entity, own))
    .join('\n')
}

function segmentTable({ segments }: Evidence): string {
  const head = ['Segment', 'Entity', 'Read by', 'Planned', 'Read', 'Pages', 'Status']
  const rows = segments.map((segment) => [
    number(segment.number),
    escape(segment.entity),
    escape(segment.kind),
    number(segment.plannedCount),
    number(segment.inserted + segment.updated + segment.unchanged + segment.stale + segment.rejected),
    number(segment.pages),
    escape(segment.status),
  ])
  return section('Segments · Segmentos', table(head, rows))
}

function failureTable({ failures }: Evidence): string {
  if (failures.length === 0) return ''
  const rows = failures.map(({ code, count }) => [escape(code), number(count)])
  return section('Failed requests · Peticiones fallidas', table(['Code', 'Times'], rows))
}

function groupByEntity(windows: readonly WindowEvidence[]): ReadonlyMap<string, readonly WindowEvidence[]> {
  const groups = new Map<string, WindowEvidence[]>()
  for (const window of windows) {
    const group = groups.get(window.entity)
    if (group === undefined) groups.set(window.entity, [window])
    else group.push(window)
  }
  return groups
}

function section(title: string, body: string): string {
  return `<section><h2>${title}</h2>${body}</section>`
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  return `<div class="scroll"><table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table></div>`
}

function number(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US')
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

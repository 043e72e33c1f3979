import type { BackfillReport, EntityReport } from '../report/report.js'
import { formatTable } from './table.js'

/** The report as a person reads it in a terminal. */
export function reportTable(report: BackfillReport): string {
  const head = [
    'entity',
    'expected',
    'loaded',
    'inserted',
    'updated',
    'unchanged',
    'API calls',
    'seconds',
    'status',
  ]
  const rows = report.entities.map(rowOf)
  const findings = report.entities.flatMap((entity) => entity.findings)
  return [
    formatTable(head, rows),
    ...report.notices,
    ...report.entities.flatMap(outside),
    ...findings,
    `${report.status.toUpperCase()}: run ${report.runId}, ${report.apiCalls} API calls in all, ${seconds(report.durationMs)} s.`,
    '',
  ].join('\n')
}

/** What the range leaves out, so that nobody takes it for the whole. */
function outside(entity: EntityReport): string[] {
  const rows = entity.totalAtSource - (entity.expected ?? entity.totalAtSource)
  return rows > 0
    ? [
        `${entity.entity}: ${number(rows)} more of the ${number(entity.totalAtSource)} rows at QuickBooks lie outside the range.`,
      ]
    : []
}

function rowOf(entity: EntityReport): string[] {
  return [
    entity.entity,
    number(entity.expected),
    number(entity.loaded),
    number(entity.inserted),
    number(entity.updated),
    number(entity.unchanged),
    number(entity.apiCalls),
    seconds(entity.durationMs),
    entity.status,
  ]
}

function number(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US')
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1)
}

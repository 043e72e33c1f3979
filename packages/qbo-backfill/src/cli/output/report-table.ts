import type { BackfillReport, EntityReport } from '../../verdict/report.js'
import { unloadedText } from '../../verdict/unloaded.js'
import { formatTable } from './table.js'
import { witnessText } from './witness-text.js'

/** The report as a person reads it in a terminal. */
export function reportTable(report: BackfillReport): string {
  // The words of the report, in its columns' order; calls and seconds of each entity stand there.
  const head = ['Entity', 'At QuickBooks', 'In the table', 'Inserted', 'Updated', 'Unchanged', 'Status']
  const rows = report.entities.map(rowOf)
  const findings = report.entities.flatMap((entity) => entity.findings)
  return [
    formatTable(head, rows),
    ...report.notices,
    ...unloaded(report),
    ...report.entities.flatMap(reconciled),
    ...report.entities.flatMap(outside),
    ...report.entities.flatMap(witnessText),
    ...findings,
    `${report.status.toUpperCase()}: run ${report.runId}, ${report.apiCalls} API calls in all, ${seconds(report.durationMs)} s.`,
    '',
  ].join('\n')
}

/** How the numbers of an entity add up, where they are not all the same. */
function reconciled({ entity, reconciliation }: EntityReport): string[] {
  if (reconciliation === null || reconciliation === undefined) return []
  const { read, proved, changedSince, missing, refused, left } = reconciliation
  const parts: readonly (readonly [number, string])[] = [
    [changedSince, 'changed since the run began'],
    [missing, 'missing'],
    [refused, 'not to be stored'],
    [left, 'gone from the range since'],
  ]
  const said = parts.filter(([rows]) => rows !== 0)
  if (said.length === 0) return []
  const rest = said.map(([rows, what]) => `${rows < 0 ? '-' : '+'} ${number(Math.abs(rows))} ${what}`)
  return [`${entity}: ${number(read)} read = ${number(proved)} proved ${rest.join(' ')}.`]
}

function unloaded({ unloaded: found }: BackfillReport): string[] {
  return found === undefined || found.types.length === 0 ? [] : [unloadedText(found)]
}

/** What the range leaves out, so that nobody takes it for the whole. What changed meanwhile is in the range. */
function outside(entity: EntityReport): string[] {
  const inRange = (entity.expected ?? entity.totalAtSource) + (entity.reconciliation?.changedSince ?? 0)
  const rows = entity.totalAtSource - inRange
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
    entity.status,
  ]
}

function number(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US')
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1)
}

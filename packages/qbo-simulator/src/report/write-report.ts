import { answer, type Answer } from '../http/answer.js'
import { formatPacific } from '../time/pacific.js'
import type { ReportContext } from './report-context.js'
import type { Cell, Column, Report, Row } from './report.js'
import { moreRow } from './row-limit.js'

/** A report in the shape of before or after the modernisation of 2026, with what an injected fault makes of it. */
export function writeReport(report: Report, homeCurrency: string, context: ReportContext): Answer {
  const rows = twistRows(report.rows, context)
  const body = {
    Header: headerOf(report, isSaidEmpty(rows, context), homeCurrency, context),
    Columns: { Column: report.columns.map(writeColumn) },
    Rows: rows.length === 0 ? noRows(context) : { Row: rows.map(writeRow) },
  }
  const more = context.isModern ? { v3modernResponse: 'true' } : {}
  return answer(200, 'application/json;charset=UTF-8', JSON.stringify(body), more)
}

function twistRows(rows: readonly Row[], context: ReportContext): readonly Row[] {
  switch (context.twist) {
    case 'report-empty':
    case 'report-unsaid':
    case 'report-lost':
      return []
    case 'report-truncated':
      return [...rows.slice(0, Math.floor(rows.length / 2)), moreRow(context)]
    default:
      return rows
  }
}

function isSaidEmpty(rows: readonly Row[], { twist }: ReportContext): boolean {
  return rows.length === 0 && twist !== 'report-lost'
}

/** All three forms have been seen. */
function noRows({ isModern, form = isModern ? 2 : 0 }: ReportContext): unknown {
  return [{}, { Row: null }, { Row: [] }][form]
}

function headerOf(report: Report, isEmpty: boolean, homeCurrency: string, context: ReportContext): unknown {
  const { name, period, basis, summarizedBy, filters } = report
  const said = context.twist === 'report-unsaid' ? [] : [{ Name: 'NoReportData', Value: String(isEmpty) }]
  const standard = basis === undefined ? [] : [{ Name: 'AccountingStandard', Value: 'GAAP' }]
  return {
    Time: formatPacific(context.nowMs),
    ReportName: name,
    ...(period.isAsked ? {} : { DateMacro: 'this calendar year-to-date' }),
    ...(basis === undefined ? {} : { ReportBasis: basis }),
    StartPeriod: period.first,
    EndPeriod: period.last,
    ...(summarizedBy === undefined ? {} : { SummarizeColumnsBy: summarizedBy }),
    ...filters,
    Currency: homeCurrency,
    Option: [...standard, ...said],
  }
}

function writeColumn({ title, type, metaData }: Column): unknown {
  const MetaData = Object.entries(metaData).map(([Name, Value]) => ({ Name, Value }))
  return { ColTitle: title, ColType: type, ...(MetaData.length === 0 ? {} : { MetaData }) }
}

function writeRow(row: Row): unknown {
  const group = row.group === undefined ? {} : { group: row.group }
  if ('cells' in row) return { ColData: row.cells, type: 'Data', ...group }
  return {
    ...(row.heading === undefined ? {} : { Header: colData(row.heading) }),
    ...(row.rows === undefined ? {} : { Rows: { Row: row.rows.map(writeRow) } }),
    ...(row.summary === undefined ? {} : { Summary: colData(row.summary) }),
    type: 'Section',
    ...group,
  }
}

function colData(cells: readonly Cell[]): unknown {
  return { ColData: cells }
}

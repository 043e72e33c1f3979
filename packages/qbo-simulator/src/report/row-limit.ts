import { setImmediate } from 'node:timers/promises'
import { say } from './language.js'
import type { ReportContext } from './report-context.js'
import type { Row } from './report.js'

/** Of so many rows at once: whoever asks for something else meanwhile is heard, as by QuickBooks. */
const rowsAtOnce = 1000

/**
 * Rows that fit into a report, and behind them, where there are more, one that says so: in HTTP 200. A section that is cut has no
 * summary.
 */
export async function fitRows(
  rows: Iterable<Row>,
  columns: number,
  context: Pick<ReportContext, 'mostCells' | 'realm'>,
): Promise<Row[]> {
  let room = Math.max(1, Math.floor(context.mostCells / columns))
  const fitting: Row[] = []
  for (const row of rows) {
    const size = sizeOf(row)
    if (size <= room) {
      room -= size
      fitting.push(row)
      if (fitting.length % rowsAtOnce === 0) await setImmediate()
      continue
    }
    if ('rows' in row && room > 1) fitting.push({ rows: row.rows.slice(0, room - 1) })
    else if (room === 0) fitting.pop()
    return [...fitting, moreRow(context)]
  }
  return fitting
}

/** Says in the company's language that there is more. */
export function moreRow({ realm }: Pick<ReportContext, 'realm'>): Row {
  const text = 'Unable to display more data. Please reduce the date range.'
  return { cells: [{ value: say(text, realm.language) }] }
}

function sizeOf(row: Row): number {
  if ('cells' in row) return 1
  const inner = (row.rows ?? []).reduce((sum, one) => sum + sizeOf(one), 0)
  return inner + (row.heading === undefined ? 0 : 1) + (row.summary === undefined ? 0 : 1)
}

import type { WindowEvidence } from './evidence.js'

/** Rows per window, as a spreadsheet reads it. */
export function volumetryCsv(windows: readonly WindowEvidence[]): string {
  const head = 'entity,window_start_utc,window_end_utc,first_date,end_date,expected,loaded,status'
  const lines = windows.map((window) =>
    [
      window.entity,
      window.start,
      window.end,
      window.firstDate,
      window.endDate,
      window.expected ?? '',
      window.loaded ?? '',
      window.status ?? '',
    ].join(','),
  )
  return `${[head, ...lines].join('\n')}\n`
}

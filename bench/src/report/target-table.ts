import type { Target } from './benchmark-report.ts'
import type { Table } from './table.ts'

/** What was to be reached, and what was. */
export function targetTable(targets: readonly Target[]): Table {
  return {
    head: ['target', 'wanted', 'measured', 'met'],
    rows: targets.map(({ what, wanted, got, met }) => [what, wanted, got, met ? 'yes' : 'no']),
  }
}

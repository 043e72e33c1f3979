import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Target } from './benchmark-report.ts'
import { dataDirectory, saveSection } from './save-report.ts'
import { renderTable } from './table.ts'

interface SavedReport {
  readonly machine: { readonly at: string }
  readonly targets: readonly Target[]
}

/** Writes the table of all targets, from the saved data of each benchmark: they need not be measured in one go. */
export function saveTargets(names: readonly string[]): void {
  const rows = names.flatMap((name) => {
    const file = join(dataDirectory, `${name}.json`)
    if (!existsSync(file)) return []
    const { machine, targets } = JSON.parse(readFileSync(file, 'utf8')) as SavedReport
    return targets.map(({ what, wanted, got, met }) => [
      what,
      wanted,
      got,
      met ? 'yes' : 'no',
      `\`${name}\``,
      machine.at.slice(0, 10),
    ])
  })
  saveSection('targets', renderTable({ head: ['target', 'wanted', 'measured', 'met', 'by', 'on'], rows }))
}

import type { BackfillReport, EntityReport } from '../report/report.js'
import { fitsTerminalEvent } from './fits-terminal-event.js'

type Fitted = Partial<BackfillReport> & Readonly<Record<string, unknown>>

/** The report as the terminal event carries it: whole if it fits, else without its longest texts. The database has it whole. */
export function fitReport(report: BackfillReport): Fitted {
  const shorter = (of: (entity: EntityReport) => object): Fitted => ({
    ...report,
    shortened: true,
    notices: [],
    entities: report.entities.map(of) as unknown as BackfillReport['entities'],
  })
  const steps: readonly (() => Fitted)[] = [
    () => ({ ...report }),
    () => shorter((entity) => ({ ...entity, findings: firstFinding(entity, 120) })),
    () => shorter(numbersOf),
    () => shorter((entity) => withoutZeros(numbersOf(entity))),
  ]
  for (const step of steps) {
    const fitted = step()
    if (fitsTerminalEvent(fitted)) return fitted
  }
  const { runId, status, apiCalls, durationMs } = report
  return { runId, status, apiCalls, durationMs, shortened: true }
}

/** What a host decides by, and one sentence of what is red: the last text to be given up. */
function numbersOf(entity: EntityReport): object {
  const { segments: _segments, totalAtSource: _total, findings: _findings, ...numbers } = entity
  return entity.status === 'red' ? { ...numbers, findings: firstFinding(entity, 80) } : numbers
}

function firstFinding(entity: EntityReport, length: number): readonly string[] {
  return entity.findings.slice(0, 1).map((text) => text.slice(0, length))
}

function withoutZeros(numbers: object): object {
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0))
}

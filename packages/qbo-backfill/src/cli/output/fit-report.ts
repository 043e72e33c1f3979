import type { BackfillReport, EntityReport } from '../../verdict/report.js'
import { fitsTerminalEvent } from './terminal-event.js'

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
    () =>
      shorter((entity) => ({
        ...entity,
        ...withoutMissingRows(entity),
        ...shortReason(entity),
        findings: firstFinding(entity, 120),
      })),
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

function withoutMissingRows({ reconciliation }: EntityReport): Partial<EntityReport> {
  return reconciliation ? { reconciliation: { ...reconciliation, missingRows: [] } } : {}
}

function shortReason({ witness }: EntityReport): Partial<EntityReport> {
  if (witness?.reason === undefined) return {}
  return { witness: { ...witness, reason: witness.reason.slice(0, 80) } }
}

/** What a host decides by, and one sentence of what is red: the last text to be given up. */
function numbersOf(entity: EntityReport): object {
  const {
    segments: _segments,
    totalAtSource: _total,
    reconciliation: _reconciliation,
    findings: _findings,
    witness: _witness,
    ...numbers
  } = entity
  return entity.status === 'red' ? { ...numbers, findings: firstFinding(entity, 80) } : numbers
}

function firstFinding(entity: EntityReport, length: number): readonly string[] {
  return entity.findings.slice(0, 1).map((text) => text.slice(0, length))
}

function withoutZeros(numbers: object): object {
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== 0))
}

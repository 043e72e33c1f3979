import type { BackfillReport } from '../report/report.js'

/** Hosts keep the last line of stdout, and some cut it: a terminal event stays below 8 KB. */
const mostBytes = 7500

/** The report as the terminal event carries it: whole if it fits, else without its longest texts. The database has it whole. */
export function fitReport(
  report: BackfillReport,
): Partial<BackfillReport> & Readonly<Record<string, unknown>> {
  const steps: readonly (() => Partial<BackfillReport> & Readonly<Record<string, unknown>>)[] = [
    () => ({ ...report }),
    () => ({
      ...report,
      shortened: true,
      notices: [],
      entities: report.entities.map((entity) => ({
        ...entity,
        findings: entity.findings.slice(0, 1).map((text) => text.slice(0, 120)),
      })),
    }),
    () => ({
      ...report,
      shortened: true,
      notices: [],
      entities: report.entities.map((entity) => ({ ...entity, findings: [] })),
    }),
    () => ({
      ...report,
      shortened: true,
      notices: [],
      entities: report.entities.map((entity) => withoutZeros(entity) as never),
    }),
  ]
  for (const step of steps) {
    const fitted = step()
    if (Buffer.byteLength(JSON.stringify(fitted)) <= mostBytes) return fitted
  }
  const { runId, status, apiCalls, durationMs } = report
  return { runId, status, apiCalls, durationMs, shortened: true }
}

function withoutZeros(entity: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(entity).filter(([key, value]) => value !== 0 && key !== 'findings' && key !== 'segments'),
  )
}

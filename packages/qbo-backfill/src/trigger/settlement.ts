import { counted } from '../verdict/counted.js'
import type { ErrorCode } from '../failure/error-code.js'
import { isRetryable } from '../failure/failure.js'
import type { BackfillReport } from '../verdict/report.js'

/** How the run of a trigger ended: with a report, by an error, or stopped from outside. */
export type TriggerEnd =
  { readonly report: BackfillReport } | { readonly error: unknown; readonly stopped: boolean }

export interface Settlement {
  readonly step: 'complete' | 'fail' | 'interrupt'
  readonly message: string
}

/** The realm is somebody else's now: another time it may be free. */
const takenCodes = new Set<string>(['BACKFILL_LOCKED', 'BACKFILL_LEASE_LOST'] satisfies ErrorCode[])

/**
 * What becomes of the trigger. Where running the same again may help it is interrupted, and claimable again; where only
 * a person can help it failed, and waits for a release.
 */
export function settlementOf(end: TriggerEnd): Settlement {
  if ('report' in end) return settlementOfReport(end.report)
  const { error, stopped } = end
  const { code, message } = error as { code?: unknown; message?: unknown }
  const words = [code, message].filter((part) => typeof part === 'string').join(': ')
  const passes = stopped || isRetryable(error) || (typeof code === 'string' && takenCodes.has(code))
  return { step: passes ? 'interrupt' : 'fail', message: words === '' ? String(error) : words }
}

function settlementOfReport(report: BackfillReport): Settlement {
  const failed = report.entities.reduce((sum, entity) => sum + entity.segments.failed, 0)
  if (failed > 0)
    return { step: 'interrupt', message: `${counted(failed, 'segment')} failed; run again to resume.` }
  if (report.status !== 'red') return { step: 'complete', message: report.status }
  const finding = report.entities.find((entity) => entity.status === 'red')?.findings[0]
  return { step: 'fail', message: finding === undefined ? 'red' : `red: ${finding}` }
}

import type { Colour } from '../../verdict/colour.js'
import type { BackfillReport } from '../../verdict/report.js'
import type { Words } from '../words/language.js'
import type { ErrorCode } from '../../failure/error-code.js'
import { isOfSetup, isRetryable } from '../../failure/failure.js'

/**
 * What the process says to its host. Hosts retry 4, 6 and 75, never 1, 2, 3 and 5.
 * A signal that stopped the run is 128 + its number, after the place was saved.
 */
export const exitCodes = {
  done: 0,
  bug: 1,
  configuration: 2,
  reauthorization: 3,
  segmentsFailed: 4,
  red: 5,
  locked: 6,
  temporary: 75,
  interrupted: 130,
  terminated: 143,
  stdoutClosed: 141,
} as const

const codeOfError: Readonly<Record<string, number>> = {
  BACKFILL_INVALID_OPTIONS: exitCodes.configuration,
  BACKFILL_PLAN_CHANGED: exitCodes.configuration,
  BACKFILL_ENVIRONMENT_MISMATCH: exitCodes.configuration,
  BACKFILL_NOT_MIGRATED: exitCodes.configuration,
  // What the caller's own code did is not a bug of ours.
  BACKFILL_PAGE_SINK_FAILED: exitCodes.configuration,
  BACKFILL_SCHEMA_TOO_NEW: exitCodes.configuration,
  BACKFILL_DATABASE_ENCODING: exitCodes.configuration,
  BACKFILL_STATE_UNREADABLE: exitCodes.configuration,
  BACKFILL_LOCKED: exitCodes.locked,
  BACKFILL_LEASE_LOST: exitCodes.locked,
  SINK_INVALID_OPTIONS: exitCodes.configuration,
  SINK_FOREIGN_TABLE: exitCodes.configuration,
  SINK_VIEW_IN_USE: exitCodes.configuration,
  SINK_SCHEMA_TOO_NEW: exitCodes.configuration,
  SINK_NOT_MIGRATED: exitCodes.configuration,
  SINK_FORBIDDEN: exitCodes.configuration,
  SINK_DATABASE_ENCODING: exitCodes.configuration,
  QBO_INVALID_OPTIONS: exitCodes.configuration,
  QBO_TOKEN_MISSING: exitCodes.configuration,
  QBO_ENVIRONMENT_MISMATCH: exitCodes.configuration,
  QBO_REAUTHORIZATION_REQUIRED: exitCodes.reauthorization,
  QBO_CLIENT_REJECTED: exitCodes.configuration,
  QBO_TOKEN_REQUEST_REFUSED: exitCodes.configuration,
  QBO_TOKEN_STORE_FAILED: exitCodes.configuration,
  QBO_TOKENS_UNREADABLE: exitCodes.configuration,
  // What only a person can change at QuickBooks: pay, choose another plan, grant rights.
  QBO_SUBSCRIPTION_ENDED: exitCodes.configuration,
  QBO_FEATURE_UNAVAILABLE: exitCodes.configuration,
  QBO_FORBIDDEN: exitCodes.reauthorization,
  QBO_COMPANY_UNAVAILABLE: exitCodes.temporary,
  // A host that does not answer as QuickBooks does.
  QBO_UNEXPECTED_RESPONSE: exitCodes.configuration,
  QBO_REPORT_REFUSED: exitCodes.configuration,
  QBO_REPORT_TRUNCATED: exitCodes.configuration,
  QBO_ANSWER_TOO_LARGE: exitCodes.configuration,
  QBO_WEBHOOK_UNREADABLE: exitCodes.configuration,
  QBO_NOT_FOUND: exitCodes.configuration,
  QBO_FAULT: exitCodes.configuration,
  QBO_UNAUTHORIZED: exitCodes.reauthorization,
} satisfies Partial<Record<ErrorCode, number>>

/** Why a run was stopped from outside, and with which code the process then ends. */
export class StopRequest extends Error {
  override readonly name = 'StopRequest'
  readonly code = 'ABORTED'
  readonly retryable = true
  readonly exitCode: number
  readonly spanish: string
  /** What comes next, where that is not what the exit code says. */
  readonly next: Words | undefined

  constructor({ en, es }: Words, exitCode: number, next?: Words) {
    super(en)
    this.next = next
    this.spanish = es
    this.exitCode = exitCode
  }
}

export function exitCodeOfError(error: unknown): number {
  if (error instanceof StopRequest) return error.exitCode
  const { code } = (error ?? {}) as { code?: unknown }
  const known = typeof code === 'string' ? codeOfError[code] : undefined
  if (isRetryable(error) && known !== exitCodes.locked) return exitCodes.temporary
  return known ?? (isOfSetup(error) ? exitCodes.configuration : exitCodes.bug)
}

export function exitCodeOfReport(report: BackfillReport): number {
  if (report.entities.some((entity) => entity.segments.failed > 0)) return exitCodes.segmentsFailed
  return exitCodeOfColour(report)
}

export function exitCodeOfColour({ status }: { readonly status: Colour }): number {
  return status === 'red' ? exitCodes.red : exitCodes.done
}

/** Which code a process that did several things ends with: what a person must mend comes before what may be tried again. */
const precedence: readonly number[] = [
  exitCodes.bug,
  exitCodes.configuration,
  exitCodes.reauthorization,
  exitCodes.locked,
  exitCodes.segmentsFailed,
  exitCodes.red,
  exitCodes.temporary,
]

/** The code that goes before the others; 0 if there is none. */
export function firstExitCode(codes: readonly number[]): number {
  return precedence.find((code) => codes.includes(code)) ?? exitCodes.done
}

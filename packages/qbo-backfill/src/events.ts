import type { BackfillReport } from './report/report.js'
import { isRetryable } from './run/failure.js'

/** A segment as events name it. */
export interface SegmentName {
  readonly number: number
  readonly entity: string
  readonly kind: string
}

export type ProgressPhase = 'plan' | 'read' | 'prove' | 'verify' | 'sync'

/** What happened, without the envelope. */
export type BackfillEventBody =
  /** First of every run that was not refused. */
  | {
      readonly type: 'run.started'
      readonly realmId: string
      readonly environment: string
      readonly entities: readonly string[]
      readonly from: string
      readonly to: string
      readonly timeZone: string
      readonly resumed: boolean
    }
  /** The realm is taken and this run waits for it. */
  | { readonly type: 'lease.waiting'; readonly realmId: string; readonly holder: string }
  /** Something about the range that a person should know: rounding, cutting. */
  | { readonly type: 'notice'; readonly message: string }
  /** After planning, or after loading the plan of a resumed run. */
  | {
      readonly type: 'plan.created'
      readonly segments: number
      readonly remaining: number
      readonly expected: Readonly<Record<string, number>>
      /** Records that earlier attempts of the same run have read, by entity. */
      readonly alreadyRead: Readonly<Record<string, number>>
      readonly settledBefore: string
    }
  | {
      readonly type: 'segment.started'
      readonly segment: SegmentName
      readonly plannedCount: number
      readonly resumed: boolean
    }
  /** After the commit of the rows together with the place in the segment. */
  | {
      readonly type: 'page.written'
      readonly segment: SegmentName
      readonly page: number
      readonly records: number
      readonly inserted: number
      readonly updated: number
      readonly unchanged: number
      readonly stale: number
      readonly rejected: number
      readonly outsideRange: number
      readonly requestMs: number
      readonly writeMs: number
    }
  | { readonly type: 'segment.completed'; readonly segment: SegmentName }
  | {
      readonly type: 'segment.retried'
      readonly segment: SegmentName
      readonly attempt: number
      readonly waitMs: number
      readonly error: EventError
    }
  | { readonly type: 'segment.failed'; readonly segment: SegmentName; readonly error: EventError }
  /** What CDC showed since the settled set was fixed, and what became of it. */
  | {
      readonly type: 'changes.applied'
      readonly changed: number
      readonly deleted: number
      readonly overflowed: boolean
    }
  | {
      readonly type: 'proof.compared'
      readonly entity: string
      readonly expected: number
      readonly loaded: number
      readonly seen: number
      readonly proved: boolean
      readonly round: number
    }
  /** The proof broke off and will be made again. */
  | {
      readonly type: 'proof.retried'
      readonly attempt: number
      readonly waitMs: number
      readonly error: EventError
    }
  | {
      readonly type: 'proof.healed'
      readonly entity: string
      readonly written: number
      readonly tombstoned: number
    }
  | {
      readonly type: 'check.completed'
      readonly entity: string
      readonly name: string
      readonly status: string
      readonly message: string
    }
  /** What a verification found of one entity; see `VerifiedEntity`. */
  | {
      readonly type: 'verify.compared'
      readonly entity: string
      readonly expected: number
      readonly loaded: number
      readonly missing: number
      readonly appeared: number
      readonly changed: number
      readonly left: number
      readonly status: string
    }
  /** What a sync brought of one entity, and where its cursor is now; see `SyncedEntity`. */
  | {
      readonly type: 'sync.applied'
      readonly entity: string
      readonly method: string
      readonly since: string | null
      readonly nextSince: string | null
      readonly inserted: number
      readonly updated: number
      readonly unchanged: number
      readonly stale: number
      readonly rejected: number
      readonly tombstoned: number
      readonly deletionsKnown: boolean
    }
  /** A request will be sent again. */
  | {
      readonly type: 'request.retried'
      readonly entity?: string | undefined
      readonly attempt: number
      readonly waitMs: number
      readonly code: string
    }
  | { readonly type: 'throttle.waited'; readonly waitMs: number }
  | { readonly type: 'token.refreshed'; readonly expiresAt?: string | undefined; readonly rotated: boolean }
  /** A snapshot of the whole run, at most every second and at least every 15: each replaces the one before. */
  | {
      readonly type: 'progress'
      readonly phase: ProgressPhase
      readonly records: number
      readonly expected: number
      readonly apiCalls: number
      readonly elapsedMs: number
    }
  /** Last, exactly one of the three. */
  | { readonly type: 'run.completed'; readonly report: BackfillReport }
  | { readonly type: 'run.failed'; readonly error: EventError; readonly report?: BackfillReport | undefined }
  | { readonly type: 'run.aborted'; readonly error: EventError; readonly report?: BackfillReport | undefined }

/** An error as plain JSON. Holds no secret: messages never do. */
export interface EventError {
  readonly code: string
  readonly message: string
  readonly retryable: boolean
  readonly intuitTid?: string | undefined
}

/** Plain JSON. `seq` counts 1, 2, 3 … in a run; `at` is an ISO instant. */
export type BackfillEvent = BackfillEventBody & {
  readonly v: 1
  readonly seq: number
  readonly at: string
  readonly runId?: string | undefined
}

/** Turns whatever was thrown into what a terminal event says of it. */
export function eventError(error: unknown): EventError {
  if (!(error instanceof Error)) return { code: 'UNKNOWN', message: String(error), retryable: false }
  const { code, intuitTid } = error as { code?: unknown; intuitTid?: unknown }
  return {
    code: typeof code === 'string' ? code : error.name,
    message: error.message,
    retryable: isRetryable(error),
    ...(typeof intuitTid === 'string' ? { intuitTid } : {}),
  }
}

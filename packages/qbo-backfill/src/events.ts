import type { EntityName } from 'qbo-client'
import type { BackfillReport } from './verdict/report.js'
import type { Colour } from './verdict/colour.js'
import type { SyncMethod } from './verdict/sync-method.js'
import type { WitnessReport } from './verdict/witness.js'
import { askedToWaitMs, isRetryable } from './failure/failure.js'

/** How a segment is read: by TxnDate, by when records were made or changed, or whole. */
export type SegmentKind = 'transaction' | 'created' | 'updated' | 'everything'

/** A segment as events name it. */
export interface SegmentName {
  /** 1, 2, 3 … in the run. */
  readonly number: number
  /** QuickBooks' own name of what it reads: `Invoice`. */
  readonly entity: EntityName
  /** How it is read. */
  readonly kind: SegmentKind
}

/** What the work is at: planning, reading, proving; or what `verifyBackfill` and `syncChanges` do. */
export type ProgressPhase = 'plan' | 'read' | 'prove' | 'verify' | 'sync'

/** What happened, without the envelope: one object for each `type`. */
export type BackfillEventBody =
  | {
      /** First of every run that was not refused. */
      readonly type: 'run.started'
      /** The company: digits. */
      readonly realmId: string
      /** Where the company is. */
      readonly environment: 'production' | 'sandbox'
      /** What is read, by QuickBooks' own names. */
      readonly entities: readonly EntityName[]
      /** Start of the range, included: an ISO instant in UTC. */
      readonly from: string
      /** End of the range, not included: an ISO instant in UTC. */
      readonly to: string
      /** IANA zone of the windows: `America/Guayaquil`. */
      readonly timeZone: string
      /** Whether an unfinished run of the same request goes on. */
      readonly resumed: boolean
    }
  | {
      /** The realm is taken and this run waits for it. */
      readonly type: 'lease.waiting'
      /** The company that is taken: digits. */
      readonly realmId: string
      /** Who has it, in words: its host and process, as far as they are known. */
      readonly holder: string
    }
  | {
      /** Something about the range that a person should know: rounding, cutting. */
      readonly type: 'notice'
      /** One sentence, in English. */
      readonly message: string
    }
  | {
      /** After planning, or after loading the plan of a resumed run. */
      readonly type: 'plan.created'
      /** Segments of the plan. */
      readonly segments: number
      /** Segments that are left to read; fewer than `segments` in a resumed run. */
      readonly remaining: number
      /** Records that QuickBooks counted when the run was planned, by entity. */
      readonly expected: Readonly<Record<string, number>>
      /** Records that earlier attempts of the same run have read, by entity. */
      readonly alreadyRead: Readonly<Record<string, number>>
      /** The proof is of records that have not changed since: an ISO instant in UTC. */
      readonly settledBefore: string
    }
  | {
      /** A scan begins, or goes on from its place. */
      readonly type: 'segment.started'
      /** What is read. */
      readonly segment: SegmentName
      /** Records that QuickBooks counted in it; of a part of a segment, about how many. */
      readonly plannedCount: number
      /** Whether it goes on from a place that was saved. */
      readonly resumed: boolean
    }
  | {
      /** After the commit of the rows together with the place in the segment. */
      readonly type: 'page.written'
      /** What the page is of. */
      readonly segment: SegmentName
      /** 1, 2, 3 … in the segment. */
      readonly page: number
      /** Records of the answer, those of the overlap with the page before included. */
      readonly records: number
      /** Rows that are new in the table. */
      readonly inserted: number
      /** Rows that got a newer version, or another payload under the same version. */
      readonly updated: number
      /** Rows that were there as they came. */
      readonly unchanged: number
      /** Records that the table has in a newer version; left alone. */
      readonly stale: number
      /** Records that could not be stored; they are in `qb_rejects`. */
      readonly rejected: number
      /** Records that were not asked for; dropped, or updated where they are stored. */
      readonly outsideRange: number
      /** From the request to the last byte of its answer, in milliseconds. */
      readonly requestMs: number
      /** From the first statement to the commit, in milliseconds. */
      readonly writeMs: number
    }
  | {
      /** Streams with nothing left to read have been given parts of it, as segments of their own. */
      readonly type: 'segment.split'
      /** What was cut: what it keeps ends where its parts begin. */
      readonly segment: SegmentName
      /** The new segments. */
      readonly parts: readonly SegmentName[]
    }
  | {
      /** A segment is read to its end. */
      readonly type: 'segment.completed'
      /** Which. */
      readonly segment: SegmentName
    }
  | {
      /** A segment broke off, and goes on from its place after a wait. */
      readonly type: 'segment.retried'
      /** Which. */
      readonly segment: SegmentName
      /** 1 for the first time that it is tried again. */
      readonly attempt: number
      /** How long it waits, in milliseconds. */
      readonly waitMs: number
      /** Why. */
      readonly error: EventError
    }
  | {
      /** A segment is given up; the others go on, and the report is red. The next run of the same request begins with it. */
      readonly type: 'segment.failed'
      /** Which. */
      readonly segment: SegmentName
      /** Why. */
      readonly error: EventError
    }
  | {
      /** What CDC showed since the settled set was fixed, and what became of it. */
      readonly type: 'changes.applied'
      /** Records that were new or edited. */
      readonly changed: number
      /** Records that were deleted. */
      readonly deleted: number
      /** Whether there were more than change data capture shows (1000), so that a query by LastUpdatedTime was asked too. */
      readonly overflowed: boolean
    }
  | {
      /** The settled rows of an entity were counted at QuickBooks, in the table and in what this run has read. */
      readonly type: 'proof.compared'
      /** Whose rows. */
      readonly entity: EntityName
      /** Rows that QuickBooks counts. */
      readonly expected: number
      /** Live rows of the table. */
      readonly loaded: number
      /** Those of them that this run has read. */
      readonly seen: number
      /** Whether the three are equal. */
      readonly proved: boolean
      /** 1 for the first comparison, then one more each time that differences were read again. */
      readonly round: number
    }
  | {
      /** The proof broke off and will be made again. */
      readonly type: 'proof.retried'
      /** 1 for the first time that it is tried again. */
      readonly attempt: number
      /** How long it waits, in milliseconds. */
      readonly waitMs: number
      /** Why. */
      readonly error: EventError
    }
  | {
      /** What differed was read again. */
      readonly type: 'proof.healed'
      /** Whose rows. */
      readonly entity: EntityName
      /** Rows that were written. */
      readonly written: number
      /** Rows that are gone at QuickBooks, and were marked so. */
      readonly tombstoned: number
    }
  | ({
      /** What QuickBooks' own reports said of one entity; see `WitnessReport`. */
      readonly type: 'witness.compared'
      /** Whose transactions. */
      readonly entity: EntityName
    } & WitnessReport)
  | {
      /** One line of the verdict on an entity. */
      readonly type: 'check.completed'
      /** Which entity. */
      readonly entity: EntityName
      /** `proof`, `rejects`, `window` …, or the name of a check of your own. */
      readonly name: string
      /** green holds, yellow deserves a look, red is wrong. */
      readonly status: Colour
      /** One sentence for a person, in English. */
      readonly message: string
    }
  | {
      /** What a verification found of one entity; see `VerifiedEntity`. */
      readonly type: 'verify.compared'
      /** Which entity. */
      readonly entity: EntityName
      /** Rows of the range at QuickBooks that have not changed since the finished run. */
      readonly expected: number
      /** Live rows of the table in the same set. */
      readonly loaded: number
      /** Rows that a finished run had proved, that QuickBooks still has, and that the table lacks. */
      readonly missing: number
      /** Records that are new at QuickBooks since the finished run. */
      readonly appeared: number
      /** Records of which QuickBooks has a newer version. */
      readonly changed: number
      /** Live rows of the table that are gone at QuickBooks, or no longer of the range. */
      readonly left: number
      /** What it comes to. */
      readonly status: Colour
    }
  | {
      /** What a sync brought of one entity, and where its cursor is now; see `SyncedEntity`. */
      readonly type: 'sync.applied'
      /** Which entity. */
      readonly entity: EntityName
      /** How it was asked. */
      readonly method: SyncMethod
      /** What was asked from, an ISO instant in UTC; null where all of it was read. */
      readonly since: string | null
      /** Where the next sync goes on, an ISO instant in UTC; null where it reads all again. */
      readonly nextSince: string | null
      /** Rows that are new in the table. */
      readonly inserted: number
      /** Rows that got a newer version, or another payload under the same version. */
      readonly updated: number
      /** Rows that were there as they came. */
      readonly unchanged: number
      /** Records that the table has in a newer version; left alone. */
      readonly stale: number
      /** Records that could not be stored; they are in `qb_rejects`. */
      readonly rejected: number
      /** Rows that are gone at QuickBooks, and were marked so. */
      readonly tombstoned: number
      /** Whether every deletion since `since` is known. */
      readonly deletionsKnown: boolean
    }
  | {
      /** A request will be sent again. */
      readonly type: 'request.retried'
      /** What was asked for, where it is of one entity. */
      readonly entity?: EntityName | undefined
      /** How often it was sent so far. */
      readonly attempt: number
      /** How long it waits, in milliseconds. */
      readonly waitMs: number
      /** A `QboErrorCode`: why. */
      readonly code: string
    }
  | {
      /** The limiter held a request back for a second or more. */
      readonly type: 'throttle.waited'
      /** How long, in milliseconds. */
      readonly waitMs: number
    }
  | {
      /** New tokens are stored. */
      readonly type: 'token.refreshed'
      /** When the access token expires: an ISO instant. */
      readonly expiresAt?: string | undefined
      /** Whether the refresh token is another than before. */
      readonly rotated: boolean
    }
  | {
      /** A snapshot of the whole run, at most every second and at least every 15, and once more at its end: each replaces the one before. */
      readonly type: 'progress'
      /** What the work is at. */
      readonly phase: ProgressPhase
      /** Records read so far, over all resumes. */
      readonly records: number
      /** Records that QuickBooks counted when the run was planned; 0 before that. */
      readonly expected: number
      /** API calls of this process so far. */
      readonly apiCalls: number
      /** Since the call began, in milliseconds. */
      readonly elapsedMs: number
    }
  | {
      /** Last, exactly one of the three: the run came to its end, whatever its colour. */
      readonly type: 'run.completed'
      /** What `runBackfill` returns. */
      readonly report: BackfillReport
    }
  | {
      /** Last, exactly one of the three: an error ended the run. */
      readonly type: 'run.failed'
      /** What `runBackfill` throws. */
      readonly error: EventError
      /** What is known of the run, where something is. */
      readonly report?: BackfillReport | undefined
    }
  | {
      /** Last, exactly one of the three: the signal ended the run, and its place is saved. */
      readonly type: 'run.aborted'
      /** The signal's reason, as `ABORTED`. */
      readonly error: EventError
      /** What is known of the run, where something is. */
      readonly report?: BackfillReport | undefined
    }

/** An error as plain JSON. Holds no secret: messages never do. */
export interface EventError {
  /** A code of one of the packages, `ABORTED` for a stop that was asked for, or the name of an error that has none. */
  readonly code: string
  /** For people. */
  readonly message: string
  /** Whether the same may succeed later with nothing changed. */
  readonly retryable: boolean
  /** Intuit's id of the answer, for its support; where there is one. */
  readonly intuitTid?: string | undefined
  /** From when on it is worth trying again, an ISO instant, where that is known. */
  readonly resumeAfter?: string | undefined
}

/** What every event of a run has beside its `type` and its fields. */
export interface EventEnvelope {
  /** Version of the envelope. Types and fields may be added without another one: ignore those that you do not know. */
  readonly v: 1
  /** 1, 2, 3 … in the call. */
  readonly seq: number
  /** When it was told: an ISO instant in UTC, with milliseconds. */
  readonly at: string
  /** The run that it belongs to, once that is known. */
  readonly runId?: string | undefined
}

/**
 * What happened, as plain JSON: `onEvent` gets it, and the command line prints it. `qbo-backfill/schema/event.json` is its
 * JSON Schema.
 *
 * @example
 * function log(event: BackfillEvent) {
 *   if (event.type === 'page.written') console.log(event.segment.entity, event.inserted)
 * }
 */
export type BackfillEvent = BackfillEventBody & EventEnvelope

/**
 * Any error as a terminal event says it: the one way to look at what `runBackfill`, `syncChanges` and `verifyBackfill` may
 * throw, whichever package it comes from. A stop that was asked for is `ABORTED`, and retryable: the same call goes on.
 *
 * @param signal that of the call, by which a stop is known whatever its reason is; without it by `AbortError` and
 * `TimeoutError`, the reasons of a signal that was given none
 * @example
 * try {
 *   await runBackfill(options)
 * } catch (error) {
 *   const { code, retryable } = eventError(error)
 *   if (!retryable) throw error
 * }
 */
export function eventError(error: unknown, signal?: AbortSignal): EventError {
  const {
    code,
    name,
    message = String(error),
    intuitTid,
  } = (error ?? {}) as Readonly<Record<string, unknown>>
  if (signal?.aborted === true || isBareAbort(error))
    return { code: 'ABORTED', message: String(message), retryable: true }
  return {
    code: String([code, name, 'UNKNOWN'].find((word) => typeof word === 'string')),
    message: String(message),
    retryable: isRetryable(error),
    ...(typeof intuitTid === 'string' ? { intuitTid } : {}),
    ...resumeAfterOf(error),
  }
}

function isBareAbort(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'AbortError' || error.name === 'TimeoutError')
}

/** When the budget is new, or when QuickBooks wants to be asked again. */
function resumeAfterOf(error: unknown): Pick<EventError, 'resumeAfter'> {
  const { resumeAfter } = (error ?? {}) as { resumeAfter?: unknown }
  if (typeof resumeAfter === 'string') return { resumeAfter }
  const waitMs = isRetryable(error) ? askedToWaitMs(error) : undefined
  return waitMs === undefined ? {} : { resumeAfter: new Date(Date.now() + waitMs).toISOString() }
}

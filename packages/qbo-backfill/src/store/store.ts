import type { PoisonedScanRecord, ScanCursor } from 'qbo-client'
import type { RecordTarget, RowSet, WriteCounts } from 'qbo-raw-sink'
import type { RejectCounts } from '../checks/builtin.js'
import type { Check } from '../checks/check.js'
import type { RowCheckScope } from '../checks/row-check.js'
import type { RunStatus, RunVerdict } from '../ledger/run-state.js'
import type { SegmentStatus } from '../ledger/segment-state.js'
import type { WindowSize } from '../plan/civil-date.js'
import type { PlannedSegment } from '../plan/segment.js'
import type { Window } from '../plan/window.js'
import type { SyncStore } from './sync-store.js'
import type { VerificationStore } from './verification-store.js'

/** What makes two requests the same run. */
export interface RunIdentity {
  readonly environment: string
  readonly realmId: string
  readonly entities: readonly string[]
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly windowSize: WindowSize | undefined
}

export interface EntityTotals {
  readonly expected: number
  readonly totalAtSource: number
}

export interface StoredRun extends RunIdentity {
  readonly runId: string
  readonly rawSchema: string
  readonly clientId: string
  readonly settledBefore: string
  readonly status: RunStatus
  readonly notices: readonly string[]
  readonly totals: Readonly<Record<string, EntityTotals>>
  readonly attempts: number
  readonly startedAt: string
  readonly finishedAt: string | undefined
}

export interface SegmentCounts extends WriteCounts {
  readonly pages: number
  readonly outsideRange: number
  readonly durationMs: number
}

export interface StoredSegment extends PlannedSegment, SegmentCounts {
  readonly status: SegmentStatus
  readonly statementHash: string | undefined
  readonly cursor: ScanCursor | undefined
  /** When it was last begun from its beginning, by the database's clock. */
  readonly begunAt: string | undefined
}

export interface NewRun {
  readonly run: Omit<StoredRun, 'status' | 'attempts' | 'startedAt' | 'finishedAt' | 'rawSchema'>
  readonly segments: readonly PlannedSegment[]
  readonly windows: ReadonlyMap<string, readonly Window[]>
}

/** One page with the place that it moves the segment to; all of it is committed, or none. */
export interface PageCommit {
  readonly runId: string
  readonly segment: number
  readonly entity: string
  readonly pageNumber: number
  readonly asked: number
  /** The answer as it came: a string, or its UTF-8. */
  readonly text: string | Uint8Array
  readonly recordsPath: readonly string[]
  readonly targets: readonly (RecordTarget | null)[]
  readonly cursor: ScanCursor | undefined
  readonly done: boolean
  readonly outsideRange: number
  /** Records that the source has and cannot give: entered among the rejects, and counted as such. */
  readonly poisoned: readonly PoisonedScanRecord[]
  readonly request: string
  readonly intuitTid: string | undefined
  readonly durationMs: number
}

/** Records that the proof brings: changes that CDC showed, windows read again, Ids looked up. */
export interface RecordsCommit {
  readonly runId: string
  readonly entity: string
  readonly text: string
  readonly recordsPath: readonly string[]
  readonly targets: readonly (RecordTarget | null)[]
  readonly deleted: readonly { readonly id: string; readonly deletedAt?: string | undefined }[]
}

export interface LiveCount {
  readonly bucket: string
  readonly live: number
  readonly settled: number
  readonly settledSeen: number
}

export interface WindowResult {
  readonly entity: string
  readonly number: number
  readonly expected: number | undefined
  readonly loaded: number
  readonly status: string
}

export interface RunOutcome {
  readonly runId: string
  readonly status: RunVerdict
  readonly windows: readonly WindowResult[]
  readonly checks: readonly Check[]
  readonly report: unknown
}

export interface UsageRecord {
  readonly clientId: string
  readonly realmId: string
  readonly runId: string | undefined
  readonly calls: number
  /** Calls that Intuit bills: those answered with 2xx. */
  readonly metered: number
  /** Of the calls, how many each entity took; under '' those that served several. */
  readonly callsByEntity: Readonly<Record<string, number>>
  readonly failures: readonly RequestFailure[]
}

export interface RequestFailure {
  readonly at: string
  readonly entity: string | undefined
  readonly kind: string
  readonly code: string
  readonly status: number | undefined
  readonly attempt: number
  readonly intuitTid: string | undefined
}

/** The right to run a realm. Every write of the run proves it again, in its own transaction. */
export interface Lease {
  readonly realmId: string
  readonly epoch: string
  release(): Promise<void>
}

export interface LeaseRequest {
  readonly realmId: string
  readonly environment: string
  readonly waitMs: number
  readonly signal?: AbortSignal | undefined
  /** Called once when the realm turns out to be taken and the caller chose to wait. */
  onWait?(holder: string): void
}

/** Where rows and state live. `postgresStore` keeps both in one database, so that they commit together. */
export interface BackfillStore extends VerificationStore, SyncStore {
  readonly rawSchema: string
  prepare(entities: readonly string[]): Promise<void>
  acquireLease(request: LeaseRequest): Promise<Lease>
  /** The runs of the realm that are not finished, the newest first. */
  unfinishedRuns(realmId: string): Promise<readonly StoredRun[]>
  createRun(lease: Lease, run: NewRun): Promise<void>
  /** Marks the run as running again: segments that were cut short go on, those of `reopen` start anew. */
  resumeRun(lease: Lease, runId: string, reopen: readonly number[]): Promise<void>
  /** Closes an unfinished run that is too old to go on. */
  expireRun(lease: Lease, runId: string): Promise<void>
  segments(runId: string): Promise<readonly StoredSegment[]>
  windows(runId: string): Promise<ReadonlyMap<string, readonly Window[]>>
  startSegment(
    lease: Lease,
    runId: string,
    segment: number,
    statementHash: string,
    restart: boolean,
  ): Promise<void>
  commitPage(lease: Lease, page: PageCommit): Promise<WriteCounts>
  failSegment(lease: Lease, runId: string, segment: number, error: unknown): Promise<void>
  commitRecords(lease: Lease, records: RecordsCommit): Promise<WriteCounts & { readonly tombstoned: number }>
  countLive(query: LiveCountQuery): Promise<readonly LiveCount[]>
  idsNotSeen(query: IdsQuery): Promise<readonly string[]>
  idsLive(query: IdsQuery): Promise<readonly string[]>
  rejectedCount(realmId: string, entity: string, runId: string): Promise<RejectCounts>
  /** The checks that the database answers by itself. */
  checkRows(run: StoredRun, entity: string, strategy: RowCheckScope['strategy']): Promise<readonly Check[]>
  checks(runId: string): Promise<readonly Check[]>
  finishRun(lease: Lease, outcome: RunOutcome): Promise<void>
  recordUsage(usage: UsageRecord): Promise<void>
  /** API calls of the run so far, over all its resumes; under '' those that served several entities. */
  runCalls(runId: string): Promise<Readonly<Record<string, number>>>
}

export interface LiveCountQuery {
  readonly realmId: string
  readonly entity: string
  readonly rows: RowSet
  readonly runId: string
  /** What the run read before this instant (of the database) does not count as seen: it is reading it again. */
  readonly seenSince: string | undefined
  /** Undefined where an entity has no time to be settled by. */
  readonly settledBefore: string | undefined
  readonly groupBy:
    | 'txnDate'
    | 'total'
    | { readonly column: 'createTime' | 'lastUpdatedTime'; readonly boundaries: readonly string[] }
}

export interface IdsQuery {
  readonly realmId: string
  readonly entity: string
  readonly rows: RowSet
  readonly runId: string
  readonly seenSince: string | undefined
  readonly settledBefore: string | undefined
}

// The engine.
export { runBackfill } from './backfill.js'
export { entityNames } from './options.js'
export type { AskedRange, BackfillOptions, BackfillWork, EntityGroup, EntityWord } from './options.js'
export {
  planBackfill,
  type BackfillForecast,
  type ForecastEntity,
  type ForecastSegment,
  type PlanBackfillOptions,
} from './plan-backfill.js'
export type { WindowSize } from './plan/civil-date.js'

// Looking after what it has brought.
export { syncChanges } from './sync/sync.js'
export type { SyncOptions } from './sync/sync-options.js'
export type { SyncedEntity, SyncReport } from './verdict/sync-report.js'
export type { SyncMethod } from './verdict/sync-method.js'
export { verifyBackfill } from './verify/verify.js'
export {
  verifyEvidence,
  type ChangedWindow,
  type EvidenceEntity,
  type EvidenceVerification,
  type VerifyEvidenceOptions,
} from './verify/verify-evidence.js'
export type { VerifyOptions, VerifyWork } from './verify/verify-options.js'
export type {
  DeepOutcome,
  Differences,
  VerifiedEntity,
  VerifyReport,
  WindowSpan,
} from './verdict/verify-report.js'

// Before it runs, and what has run.
export { examine, type ExamineOptions } from './doctor/examine.js'
export type { Finding } from './doctor/finding.js'
export { listRuns, type ListRunsOptions, type RunSummary } from './runs/list-runs.js'
export { pruneRuns, type PrunedRuns, type PruneRunsOptions } from './runs/prune-runs.js'
export type { RunStatus, RunVerdict } from './ledger/run-state.js'

// Where records come from and where they go.
export { qboSource, type Source } from './source/source.js'
export { postgresStore, type PostgresStoreOptions } from './store/postgres-store.js'
export type { BackfillStore } from './store/store.js'
export type { PageSink, SinkDeletion, SinkPage, SinkRecord } from './store/page-sink.js'
export type { Database } from 'qbo-raw-sink'
export { openDatabase, type OpenDatabase, type OpenDatabaseOptions } from './database/open-database.js'
export { pgliteDialect, type PgliteLike } from './database/pglite-dialect.js'
export { postgresTokenStore, type PostgresTokenStoreOptions } from './ledger/token-store.js'

// One-time triggers: runs that are stored with an instant, and happen once.
export { createTriggers, type Triggers, type TriggersOptions } from './trigger/triggers.js'
export { runDueTriggers } from './trigger/run-due.js'
export type { RunDueOptions } from './trigger/run-due-options.js'
export { waitForTriggers } from './trigger/wait-for-due.js'
export type { NewTrigger, Trigger, TriggerRequest, TriggerWork } from './trigger/trigger.js'
export type { TriggerState } from './ledger/trigger-state.js'
export type { TriggerClaim } from './trigger/claim.js'
export type { DueQuery } from './trigger/claim-due.js'
export type { RunTrigger, TriggerOutcome } from './trigger/run-claimed.js'
export type { TriggerEvent } from './trigger/trigger-event.js'

// What webhooks announce, until a sync has looked.
export { createWebhookInbox } from './webhook/webhook-inbox.js'
export type {
  AnnouncedChanges,
  TakeQuery,
  WebhookInbox,
  WebhookInboxOptions,
} from './webhook/webhook-inbox.js'

// The app's calls of a month.
export { withCountedCalls, type CountedCallsOptions } from './session/counted-calls.js'
export type { MonthCalls } from './ledger/month-calls.js'

// What it tells.
export { eventError } from './events.js'
export type {
  BackfillEvent,
  BackfillEventBody,
  EventEnvelope,
  EventError,
  ProgressPhase,
  SegmentKind,
  SegmentName,
} from './events.js'
export type { BackfillReport, EntityReport, LeftOutEntity } from './verdict/report.js'
export type { Colour } from './verdict/colour.js'
export { renderReportHtml, type ReportHtmlOptions } from './report/report-html.js'
export { writeReport, type WriteReportOptions, type WrittenReport } from './report/write-report.js'
export { writeReportIndex, type ReportIndexOptions, type WrittenIndex } from './report/write-index.js'
export { writeEvidence, type EvidenceOptions, type WrittenEvidence } from './report/write-evidence.js'
export { quickBooksLink } from './report/facts/quickbooks-link.js'
export { entityNoun, type EntityNoun } from './report/words/entity-names.js'
export type { ReportLanguage } from './language.js'
export type { UnloadedTransactions, UnloadedType } from './verdict/unloaded.js'
export type { Check } from './verdict/check.js'
export type { CheckAnswer, CheckQuestion, CustomCheck } from './verdict/custom-check.js'
export type { MissingRow } from './verdict/missing-row.js'
export type { Reconciliation } from './verdict/reconciliation.js'
export type { WitnessReport } from './verdict/witness.js'

// Errors.
export { BackfillError, isBackfillError, type BackfillErrorCode, type BackfillIssue } from './errors.js'

// The engine.
export { runBackfill } from './backfill.js'
export type { BackfillOptions } from './options.js'
export type { WindowSize } from './plan/civil-date.js'

// Looking after what it has brought.
export { syncChanges } from './sync/sync.js'
export type { SyncOptions } from './sync/sync-options.js'
export type { SyncedEntity, SyncMethod, SyncReport } from './sync/sync-report.js'
export { verifyBackfill } from './verify/verify.js'
export type { VerifyOptions } from './verify/verify-options.js'
export type {
  DeepOutcome,
  Differences,
  VerifiedEntity,
  VerifyReport,
  WindowSpan,
} from './verify/verify-report.js'

// Where records come from and where they go.
export { qboSource, type Source } from './source/source.js'
export { postgresStore, type PostgresStoreOptions } from './store/postgres-store.js'
export type { BackfillStore } from './store/store.js'
export type { PageSink, SinkDeletion, SinkPage, SinkRecord } from './store/page-sink.js'
export type { Database } from 'qbo-raw-sink'
export { openDatabase, type OpenDatabase, type OpenDatabaseOptions } from './store/open-database.js'
export { pgliteDialect, type PgliteLike } from './store/pglite-dialect.js'
export { postgresTokenStore, type PostgresTokenStoreOptions } from './ledger/token-store.js'

// One-time triggers: runs that are stored with an instant, and happen once.
export { createTriggers, type Triggers, type TriggersOptions } from './trigger/triggers.js'
export { runDueTriggers } from './trigger/run-due.js'
export type { RunDueOptions } from './trigger/run-due-options.js'
export { waitForTriggers } from './trigger/wait-for-due.js'
export type { NewTrigger, Trigger, TriggerRequest } from './trigger/trigger.js'
export type { TriggerState } from './trigger/trigger-state.js'
export type { TriggerClaim } from './trigger/claim.js'
export type { DueQuery } from './trigger/claim-due.js'
export type { RunTrigger, TriggerOutcome } from './trigger/run-claimed.js'
export type { TriggerEvent } from './trigger/trigger-event.js'

// What it tells.
export { eventError } from './events.js'
export type { BackfillEvent, BackfillEventBody, EventError, ProgressPhase, SegmentName } from './events.js'
export type { BackfillReport, EntityReport } from './report/report.js'
export { renderReportHtml, type ReportHtmlOptions } from './report/report-html.js'
export { writeEvidence, type EvidenceOptions } from './report/write-evidence.js'
export type { ReportLanguage } from './report/language.js'
export type { Check } from './checks/check.js'
export type { CheckQuestion, CustomCheck } from './checks/check-entities.js'

// Errors.
export { BackfillError, isBackfillError, type BackfillErrorCode } from './errors.js'

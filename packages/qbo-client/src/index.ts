// Client
export { createQboClient } from './client.js'
export type { QboClient } from './client.js'
export type { Gate } from './gates.js'
export type { QboClientOptions, RateLimitOptions } from './options.js'
export type { RequestOptions } from './request-options.js'
export type { QboEnvironment } from './environment.js'

// Reading
export { entities, findEntity } from './entity/entity.js'
export type { EntityName, EntityPlural, EntityPlurals } from './entity-name.js'
export type { EntityDefinition } from './entity/entity.js'
export type { EntityFields, FieldKind, FieldOf } from './entity/entity-fields.js'
export type {
  Condition,
  ConditionOf,
  QueryOperator,
  QueryScope,
  QueryValue,
} from './statement/query-scope.js'
export type { CountAnswer, QueryAnswer } from './query/query.js'
export type { Page, QboRecord } from './record/record.js'
export { recordId } from './record/record-id.js'
export type { PagesOptions, PositionPage } from './query/pages.js'
export type { RecordsOptions } from './scan/records.js'
export type { ScanKey, ScanOptions, ScanPage } from './scan/scan-page.js'
export type { ScanCursor } from './scan/scan-cursor.js'
export { readInstant } from './statement/instant.js'
export type { IdAnswer } from './query/read-by-ids.js'
export type { PoisonedId, PoisonedRecord, PoisonedScanRecord } from './query/poisoned-record.js'
export type { CdcAnswer, DeletedRecord, EntityChanges } from './query/cdc.js'

// Reports, by the engine that queries do not use
export type { Report, ReportCell, ReportColumn, ReportRow } from './report/report.js'
export type { ReportAnswer, ReportParameters } from './report/run-report.js'
export type { TransactionListOptions, TransactionListPart } from './report/transaction-list.js'
export type { TransactionType } from './report/transaction-type.js'
export type { ReportedTransaction } from './report/transactions-in-report.js'

// Records
export { customerSchema } from './record/customer.js'
export type { Customer } from './record/customer.js'
export { invoiceSchema } from './record/invoice.js'
export type { Invoice, InvoiceLine } from './record/invoice.js'
export { itemSchema } from './record/item.js'
export type { Item } from './record/item.js'
export { queryEnvelopeSchema } from './record/query-envelope.js'
export type { QueryEnvelope } from './record/query-envelope.js'
export type { EntityRecords, RecordOf } from './record/record-of.js'
export type { Reference } from './record/reference.js'

// Tokens
export { decryptTokenSet, encryptTokenSet } from './auth/token-cipher.js'
export { fileTokenStore } from './auth/file-token-store.js'
export type { FileTokenStoreOptions } from './auth/file-token-store.js'
export { memoryTokenStore } from './auth/memory-token-store.js'
export type { TokenKey, TokenSet } from './auth/token-set.js'
export type { LockedTokenStore, TokenStore } from './auth/token-store.js'

// Connecting a company
export { buildAuthorizationUrl, createState, parseRedirect } from './auth/authorization.js'
export type { AuthorizationRedirect, AuthorizationUrlOptions } from './auth/authorization.js'
export { createOAuthClient } from './auth/oauth-client.js'
export type { OAuthClient, OAuthClientOptions } from './auth/oauth-client.js'
export { discoverEndpoints } from './auth/discovery.js'
export type { DiscoveryOptions, OAuthEndpoints } from './auth/discovery.js'
export { listenForRedirect } from './auth/loopback-redirect.js'
export type { LoopbackOptions, RedirectOutcome, LoopbackRedirect } from './auth/loopback-redirect.js'
export { describeTokens } from './auth/token-status.js'
export type { TokenStatus } from './auth/token-status.js'

// Webhooks: a reason to ask
export { verifyWebhook } from './webhook/verify-webhook.js'
export type { VerifyWebhookOptions } from './webhook/verify-webhook.js'
export { parseWebhook } from './webhook/parse-webhook.js'
export type { WebhookEvent, WebhookOperation } from './webhook/webhook-event.js'

// Errors and events
export { QboError, isQboError } from './errors.js'
export type { QboErrorCode, QboErrorDetails, QboFault, QboIssue } from './errors.js'
export type {
  QboClientEvent,
  QboRequestKind,
  RequestCompletedEvent,
  RequestAbortedEvent,
  RequestFailedEvent,
  RequestRetriedEvent,
  ThrottleWaitedEvent,
  TokenRefreshedEvent,
} from './events.js'

// Client
export { createQboClient } from './client.js'
export type { QboClient } from './client.js'
export type { Gate } from './gates.js'
export type { QboClientOptions, RateLimitOptions } from './options.js'
export type { RequestOptions } from './request-options.js'
export type { QboEnvironment } from './environment.js'

// Reading
export { entities, findEntity } from './query/entity.js'
export type { EntityDefinition, EntityName } from './query/entity.js'
export type { EntityFields, FieldKind, FieldOf } from './query/entity-fields.js'
export type { Condition, ConditionOf, QueryOperator, QueryScope, QueryValue } from './query/query-scope.js'
export type { CountAnswer, QueryAnswer } from './query/query.js'
export type { Page, QboRecord } from './query/record.js'
export type { PagesOptions, PositionPage } from './query/pages.js'
export type { ScanKey, ScanOptions, ScanPage } from './query/scan-page.js'
export type { ScanCursor } from './query/scan-cursor.js'
export type { PoisonedRecord, PoisonedScanRecord } from './query/poisoned-record.js'
export type { CdcAnswer, DeletedRecord, EntityChanges } from './query/cdc.js'

// Records
export { customerSchema } from './record/customer.js'
export type { Customer } from './record/customer.js'
export { invoiceSchema } from './record/invoice.js'
export type { Invoice, InvoiceLine } from './record/invoice.js'
export { itemSchema } from './record/item.js'
export type { Item } from './record/item.js'
export { queryEnvelopeSchema } from './record/query-envelope.js'
export type { QueryEnvelope } from './record/query-envelope.js'
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
export type { LoopbackOptions, LoopbackRedirect } from './auth/loopback-redirect.js'
export { describeTokens } from './auth/token-status.js'
export type { TokenStatus } from './auth/token-status.js'

// Errors and events
export { QboError, isQboError } from './errors.js'
export type { QboErrorCode, QboErrorDetails, QboFault } from './errors.js'
export type {
  QboClientEvent,
  QboRequestKind,
  RequestCompletedEvent,
  RequestFailedEvent,
  RequestRetriedEvent,
  ThrottleWaitedEvent,
  TokenRefreshedEvent,
} from './events.js'

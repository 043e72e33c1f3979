// The engine.
export { runBackfill } from './backfill.js'
export type { BackfillOptions } from './options.js'
export type { WindowSize } from './plan/civil-date.js'

// Where records come from and where they go.
export { qboSource, type Source } from './source/source.js'
export { postgresStore, type PostgresStoreOptions } from './store/postgres-store.js'
export type { BackfillStore } from './store/store.js'
export { openDatabase, type OpenDatabase } from './store/open-database.js'
export { pgliteDialect, type PgliteLike } from './store/pglite-dialect.js'
export { postgresTokenStore, type PostgresTokenStoreOptions } from './ledger/token-store.js'

// What it tells.
export type { BackfillEvent, BackfillEventBody, EventError, SegmentName } from './events.js'
export type { BackfillReport, EntityReport } from './report/report.js'
export type { Check } from './checks/check.js'
export type { CheckQuestion, CustomCheck } from './checks/check-entities.js'

// Errors.
export { BackfillError, isBackfillError, type BackfillErrorCode } from './errors.js'
